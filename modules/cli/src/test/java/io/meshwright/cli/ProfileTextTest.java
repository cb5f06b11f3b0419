package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Amount;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Input;
import io.meshwright.pipeline.SourceProfile;
import io.meshwright.quality.ColumnProfile;
import io.meshwright.quality.ColumnProfile.Bounds;
import io.meshwright.quality.ColumnProfile.Distinct;
import io.meshwright.quality.ColumnProfile.Forms;
import io.meshwright.quality.ColumnProfile.Frequency;
import io.meshwright.quality.ColumnProfile.Lengths;
import io.meshwright.quality.ColumnProfile.Numbers;
import io.meshwright.quality.ColumnProfile.Spread;
import io.meshwright.quality.ColumnProfile.Texts;
import io.meshwright.quality.ColumnProfile.Times;
import io.meshwright.quality.ColumnProfile.Values;
import io.meshwright.quality.PersonalData;
import io.meshwright.quality.Profile;
import io.meshwright.quality.Proposal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

class ProfileTextTest {

  private static final Forms NO_FORMS = new Forms(Map.of(), Optional.empty());

  @Test
  void showsWhatEachColumnHolds() {
    List<ColumnProfile> columns =
        List.of(
            column(
                "total",
                FieldType.parse("decimal(12,2)"),
                1000,
                new Distinct(870, false),
                new Numbers(Optional.of(new Spread("-1.50", "99.99", 48.5, 12.25)), 2),
                new Values(List.of(), false, List.of(1L, 500L, 0L, 1000L))),
            column(
                "st\u001btus",
                FieldType.Atomic.STRING,
                999,
                new Distinct(7, true),
                new Texts(100, Optional.of(new Lengths(0, 9)), NO_FORMS),
                new Values(frequencies(), true, List.of())),
            column(
                "day",
                FieldType.Atomic.DATE,
                1000,
                new Distinct(1, true),
                new Times(Optional.of(new Bounds("2024-01-14", "2024-01-14"))),
                new Values(List.of(new Frequency("2024-01-14", 1000)), true, List.of())),
            new ColumnProfile(
                "mail",
                Optional.of(FieldType.Atomic.STRING),
                0,
                Optional.of(new Distinct(0, true)),
                new Texts(0, Optional.empty(), NO_FORMS),
                new Values(List.of(new Frequency("a@example.com", 3)), true, List.of()),
                Optional.of(new PersonalData("contact", "its name"))));

    assertThat(ProfileText.of(source(columns), "schema:\n  fields: []\n", Ansi.OFF))
        .isEqualTo(
            """
            /data/orders: 1,000 rows, 4 columns, csv
            ! only a sample of 10% was looked at; a run looks at every row
            ! 3 records cannot be read: the profile leaves out what a run rejects
            ! column 'pause' is left out: no Delta table holds interval day to second
            ! column ' total' becomes 'total': a contract cannot have its name

            total  decimal(12,2)  100% filled, about 870 distinct
              -1.50 to 99.99, mean 48.5, standard deviation 12.25, 2 NaN or infinite
              ▁▄ █

            st\uFFFDtus  string  99.9% filled, 7 distinct
              0 to 9 characters, 100 empty
              completed  ████████████████████ 50%
              pending    ██████████ 25%
              (empty)    ████ 10%
              a b        ██▊ 7%
              v5         █▋ 4%
              and 2 other values

            day  date  100% filled, 1 distinct
              2024-01-14 to 2024-01-14
              2024-01-14  ████████████████████ 100%

            mail  string  0% filled, 0 distinct
              values are not shown: taken for personal data by its name

            Proposed, and true of every row above

            schema:
              fields: []\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "raw/Order-Items.2024.csv, order_items",
    "s3://lake/raw/orders/, orders",
    "raw/orders/*.csv, orders",
    "self.json, data_self",
    "2024.csv, data_2024",
    "ü.csv, data"
  })
  void namesAProductAfterItsSource(String path, String name) {
    assertThat(ProfileCommand.nameOf(path)).isEqualTo(name);
  }

  private static List<Frequency> frequencies() {
    List<String> values = List.of("completed", "pending", "", "a\nb", "v5", "v6", "v7");
    List<Long> counts = List.of(500L, 250L, 100L, 70L, 40L, 30L, 9L);
    return IntStream.range(0, values.size())
        .mapToObj(index -> new Frequency(values.get(index), counts.get(index)))
        .toList();
  }

  private static ColumnProfile column(
      String name,
      FieldType type,
      long filled,
      Distinct distinct,
      ColumnProfile.Summary summary,
      Values values) {
    return new ColumnProfile(
        name, Optional.of(type), filled, Optional.of(distinct), summary, values, Optional.empty());
  }

  private static SourceProfile source(List<ColumnProfile> columns) {
    return new SourceProfile(
        new Input(
            "orders",
            new Input.Files(Input.FileFormat.CSV, "orders.csv", Map.of()),
            List.of(),
            Map.of()),
        "csv",
        "/data/orders",
        Optional.of(Amount.parse("10%")),
        Map.of(" total", "total"),
        Optional.of(3L),
        Map.of("pause", "interval day to second"),
        new Profile(1000, columns),
        new Proposal(List.of(), List.of(), ContractWriter.Notes.NONE));
  }
}
