package io.meshwright.notify;

class InMemoryAlertLogTest extends AlertLogConformance {

  @Override
  protected AlertLog newAlertLog() {
    return new InMemoryAlertLog();
  }
}
