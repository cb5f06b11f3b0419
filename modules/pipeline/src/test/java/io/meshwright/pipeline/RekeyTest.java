package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.ExitCode;
import io.meshwright.protection.KeyId;
import io.meshwright.protection.KeyName;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.KeyUse;
import io.meshwright.protection.Reencryption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the older keys of a product to the ones that encrypt now. */
class RekeyTest {

  private static final KeyName MAIL = KeyName.parse("crm.guests/column-mail");
  private static final KeyName PHONE = KeyName.parse("crm.guests/column-phone");

  @TempDir Path folder;

  @Test
  void takesTableAndQuarantineToTheNewKeysAndChangesNoRow() {
    Workspace workspace = Guests.published(folder, "full");
    List<String> before = Guests.revealed(workspace);
    List<String> aside = Guests.revealedQuarantine(workspace);
    TableState state = state(workspace);
    Guests.rotate(workspace);
    KeyId mail = keys(workspace).load(MAIL).primary();

    List<Rekey.Table> found = rekey(workspace).find();
    Rekey.Rekeyed done = rekey(workspace).apply();

    assertThat(found)
        .extracting(table -> table.count(KeyUse.State.OLD), table -> table.slices().size())
        .containsExactly(
            tuple(9L, 3), tuple(2L, 1));
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

  @Test
  void destroysOlderKeysOnlyWhenNoFileNeedsThem() throws IOException {
    Workspace workspace = Guests.published(folder, "full");
    List<String> before = Guests.revealed(workspace);
    Guests.rotate(workspace);

    assertThatThrownBy(() -> destroy(workspace))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REJECTED))
        .hasMessage(
            """
            Cannot destroy the older keys of crm.guests: 9 values in %s are under them
                fix: mesh keys rekey crm.guests --apply
            Cannot destroy the older keys of crm.guests: 2 values in %s are under them
                fix: mesh keys rekey crm.guests --apply"""
                .formatted(table(workspace), quarantine(workspace)));
    rekey(workspace).apply();
    assertThatThrownBy(() -> destroy(workspace))
        .hasMessageMatching(
            """
            Cannot destroy the older keys of crm.guests: 3 files in \\Q%s\\E, of versions up to \
            \\d+, are in the trash and need them
                fix: start this again on 20\\d\\d-\\d\\d-\\d\\d, when time travel no longer reads them
            Cannot destroy the older keys of crm.guests: 1 files in \\Q%s\\E, of versions up to \
            \\d+, are in the trash and need them
                fix: start this again on 20\\d\\d-\\d\\d-\\d\\d, when time travel no longer reads them"""
                .formatted(table(workspace), quarantine(workspace)));
    assertThat(keys(workspace).load(MAIL).keys()).hasSize(2);

    emptyTrash(workspace);
    List<Reencryption.OldKey> destroyed = destroy(workspace);

    assertThat(destroyed)
        .extracting(old -> old.name().toString())
        .containsExactly(
            "crm.guests/column-mail", "crm.guests/column-phone", "crm.guests/quarantine");
    assertThat(keys(workspace).load(MAIL).keys())
        .containsExactly(keys(workspace).load(MAIL).primary());
    assertThat(Guests.revealed(workspace)).isEqualTo(before);
    assertThat(destroy(workspace)).isEmpty();
    assertThat(
            Files.readAllLines(workspace.path("mesh/_mesh/audit.jsonl")).stream()
                .map(line -> line.replaceAll(".*\"action\":\"([a-z_]+)\".*", "$1")))
        .containsExactly(
            "published",
            "key_used",
            "rekeyed",
            "rekeyed",
            "key_destroyed",
            "key_destroyed",
            "key_destroyed");
  }

  @Test
  void leavesAndTellsWhatNoKeyOpens() {
    Workspace workspace = Guests.published(folder, "full");
    KeyId mail = keys(workspace).load(MAIL).primary();
    KeyId phone = keys(workspace).load(PHONE).primary();
    Guests.rotate(workspace);
    keys(workspace).destroy(PHONE, phone);
    DeltaTable.forPath(workspace.spark(), table(workspace))
        .updateExpr("id = '1'", Map.of("`e mail`", "concat(`e mail`, X'00')"));

    Rekey.Rekeyed done = rekey(workspace).apply();

    assertThat(done.values()).isEqualTo(6);
    assertThat(rekey(workspace).problems(done.after()))
        .extracting(Problem::toString)
        .containsExactly(
            """
            1 values of crm.guests/e mail in %s are under key id %s, and it does not open them: \
            they were changed, or moved here from another column
                fix: publish the rows again from their source, or delete them"""
                .formatted(table(workspace), mail),
            """
            4 values of crm.guests/phone in %s are under key id %s, which the product does not have
                fix: restore the keyset from a copy that has the key, and start this again; if \
            there is none, publish the rows again from their source, or delete them"""
                .formatted(table(workspace), phone));
    assertThat(rekey(workspace).apply().commits()).isZero();
  }

  private static void emptyTrash(Workspace workspace) {
    String check = "spark.databricks.delta.retentionDurationCheck.enabled";
    workspace.spark().conf().set(check, false);
    try {
      DeltaTable.forPath(workspace.spark(), table(workspace)).vacuum(0);
      DeltaTable.forPath(workspace.spark(), quarantine(workspace)).vacuum(0);
    } finally {
      workspace.spark().conf().unset(check);
    }
  }

  private static List<Reencryption.OldKey> destroy(Workspace workspace) {
    return KeyDestruction.destroyOldKeys(workspace.spark(), workspace.pipeline(Guests.NAME));
  }

  private static KeyProvider keys(Workspace workspace) {
    return workspace.environment().keys();
  }

  private static String table(Workspace workspace) {
    return workspace.pipeline(Guests.NAME).location();
  }

  private static String quarantine(Workspace workspace) {
    return QuarantineTable.pathOf(
        workspace.environment(), workspace.pipeline(Guests.NAME).contract().name());
  }

  private static TableState state(Workspace workspace) {
    return TableState.of(
        DeltaTable.forPath(workspace.spark(), workspace.pipeline(Guests.NAME).location()));
  }

  private static Rekey rekey(Workspace workspace) {
    return Rekey.of(workspace.spark(), workspace.pipeline(Guests.NAME));
  }
}
