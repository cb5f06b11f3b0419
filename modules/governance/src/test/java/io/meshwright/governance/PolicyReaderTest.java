package io.meshwright.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshwright.contract.InvalidContractException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of files of policies that are none. */
class PolicyReaderTest {

  @TempDir private Path folder;

  @Test
  void tellsEverythingThatIsWrongAtOnce() throws IOException {
    String text =
        """
        governance:
          global_policies:
            - name: data_retension
              mandatory: true
              policy: "- Logs: 1 year"
            - name: data_retention
              mandatory: true
              policy: "- Letters: 1 year"
          domain_policies:
            sales:
              data_quality:
                - accuracy: "> 99%"
        """;

    assertThat(problems(text))
        .containsExactly(
            "3:13 policy 'data_retension' stands for no rule -> did you mean 'data_retention'?",
            "8:15 policy 'data_retention' says 'Letters: 1 year', which no rule stands for -> write"
                + " it as one of [operational data: 7 years, analytical data: 3 years, logs: 1"
                + " year, deleted data: 30 days in trash], or as a rule of its own",
            "12:21 Invalid limit '> 99%': expected one such as >= 99.5% -> correct the limit");
  }

  @Test
  void refusesTwoPoliciesOfOneName() throws IOException {
    String text =
        """
        governance:
          automated_policies:
            - {name: schema_validation, enforcement: pre-publish, check: "- Primary key"}
            - {name: schema_validation, enforcement: pre-publish, check: "- Data types"}
        """;

    assertThat(problems(text))
        .containsExactly(
            "4:14 policy 'schema_validation' is there twice -> delete one; the other is at "
                + folder.resolve("policy.yaml")
                + ":3:14");
  }

  @ParameterizedTest
  @CsvSource({
    "audit_all_access: true,  true",
    "sox_compliance: true,    true",
    "audit_all_access: false, false",
    "default_access: public,  false",
  })
  void knowsOfWhichDomainsReadsAreRecorded(String access, boolean isAudited) throws IOException {
    Path file = folder.resolve("policy.yaml");
    Files.writeString(
        file,
        """
        governance:
          domain_policies:
            finance: {access_control: [%s]}
        """
            .formatted(access));

    PolicySet policies = PolicyReader.read(List.of(file), Optional.empty());

    assertThat(policies.auditsReads("finance", LocalDate.of(2024, 1, 15))).isEqualTo(isAudited);
    assertThat(policies.auditsReads("sales", LocalDate.of(2024, 1, 15))).isFalse();
  }

  private List<String> problems(String text) throws IOException {
    Path file = folder.resolve("policy.yaml");
    Files.writeString(file, text);
    return catchThrowableOfType(
            InvalidContractException.class,
            () -> PolicyReader.read(List.of(file), Optional.empty()))
        .diagnostics()
        .stream()
        .map(
            found ->
                "%d:%d %s -> %s"
                    .formatted(found.line(), found.column(), found.problem(), found.fix()))
        .toList();
  }
}
