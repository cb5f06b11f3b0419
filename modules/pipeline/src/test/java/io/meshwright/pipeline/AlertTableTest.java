package io.meshwright.pipeline;

import io.meshwright.notify.AlertLog;
import io.meshwright.notify.AlertLogConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class AlertTableTest extends AlertLogConformance {

  @TempDir Path folder;

  @Override
  protected AlertLog newAlertLog() {
    Workspace workspace = new Workspace(folder, "gate");
    return new AlertTable(workspace.spark(), workspace.environment());
  }
}
