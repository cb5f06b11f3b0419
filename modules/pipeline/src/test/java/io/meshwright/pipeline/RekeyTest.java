package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.ExitCode;
import io.meshwright.protection.KeyId;
import io.meshwright.protection.KeyName;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.KeyUse;
import io.meshwright.protection.Protection;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the older keys of a product to the ones that encrypt now. */
class RekeyTest {

  @TempDir Path folder;

  @Test
  void takesTableAndQuarantineToTheNewKeysAndChangesNoRow() {
    Workspace workspace = Guests.published(folder, "full");
    List<String> before = Guests.revealed(workspace);
    List<String> aside = Guests.revealedQuarantine(workspace);
    TableState state = state(workspace);
    Guests.rotate(workspace);
    KeyId mail = primary(workspace, "column-mail");

    List<Rekey.Table> found = rekey(workspace).find();
    Rekey.Rekeyed done = rekey(workspace).apply();

    assertThat(found)
        .extracting(table -> table.count(KeyUse.State.OLD), table -> table.slices().size())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(9L, 3), org.assertj.core.groups.Tuple.tuple(2L, 1));
    assertThat(done.before()).isEqualTo(found);
    assertThat(done.commits()).isEqualTo(2);
    assertThat(done.values()).isEqualTo(11);
    assertThat(Guests.revealed(workspace)).isEqualTo(before);
    assertThat(Guests.revealedQuarantine(workspace)).isEqualTo(aside);
    assertThat(
            workspace
                .published(Guests.NAME)
                .selectExpr("hex(substring(`e mail`, 2, 4))")
                .distinct()
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(mail.toString());
    assertThat(state(workspace)).isEqualTo(state);
    assertThat(workspace.run(Guests.NAME).outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
    assertThat(rekey(workspace).apply().commits()).isZero();
  }

  @Test
  void keepsRowsThatComeWhileASliceIsWrittenAnew() {
    Workspace workspace = Guests.published(folder, "append");
    List<String> before = Guests.revealed(workspace);
    Guests.rotate(workspace);
    EncryptedTable table = rekey(workspace).tables().get(0);
    List<Rekey.Slice> slices = table.find().slices();

    Dataset<Row> renewed = table.renewed(slices);
    workspace.published(Guests.NAME).write().format("delta").mode("append").save(table.location());
    table.replace(slices, renewed, "{}");

    assertThat(Guests.revealed(workspace))
        .isEqualTo(Stream.of(before, before).flatMap(List::stream).sorted().toList());
  }

  private static TableState state(Workspace workspace) {
    return TableState.of(
        DeltaTable.forPath(workspace.spark(), workspace.pipeline(Guests.NAME).location()));
  }

  private static KeyId primary(Workspace workspace, String use) {
    return workspace.environment().keys().load(KeyName.parse("crm.guests/" + use)).primary();
  }

  private static Rekey rekey(Workspace workspace) {
    return Rekey.of(workspace.spark(), workspace.pipeline(Guests.NAME));
  }
}
