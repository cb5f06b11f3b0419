package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ExitCode;
import io.meshwright.governance.PersonalDataFlow;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What personal data of inputs may become, in a plan and in a run. */
class PersonalDataRunTest {

  private static final String UNDECLARED =
      """
column 'contact' is made from personal data (people.mail -> contact), and the contract does not say so
    fix: give field 'contact' is_pii: true and protect: encrypt, tokenize, mask or drop; or leave the column out\
""";

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void publishCustomers() {
    workspace =
        new Workspace(folder, "gate")
            .input("customers", "SELECT '1' AS id, 'ann@example.org' AS email")
            .write("products/customers/transform.sql", "SELECT * FROM customers")
            .write(
                "products/customers/data_product.yaml",
                """
                name: customers
                domain: crm
                version: 1.0.0
                owner: {team: crm}
                schema:
                  type: delta
                  location: s3://lake/published/customers/
                  fields:
                    - {name: id, type: string, is_primary_key: true}
                    - {name: email, type: string, is_pii: true}
                inputs:
                  - {name: customers, format: parquet, path: s3://lake/raw/customers}
                transform: {sql: transform.sql}
                access: {read: [{domain: sales}]}
                """)
            .write(
                "products/contacts/transform.sql",
                "SELECT id, lower(mail) AS contact, mail IS NOT NULL AS reachable FROM people");
    contacts("{name: contact, type: string}");
    workspace.run("customers").orElseThrow();
  }

  @Test
  void refusesPersonalDataOfAnotherProductUnderAnotherName() {
    RunReport report = workspace.run("contacts");

    assertThat(report.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(report.problems()).extracting(Problem::toString).containsExactly(UNDECLARED);
    assertThat(workspace.tableFiles("contacts")).isEmpty();
    assertThatThrownBy(
            () ->
                workspace
                    .pipeline("contacts")
                    .plan(workspace.spark(), RunRequest.of(Workspace.DAY)))
        .isInstanceOf(StageFailedException.class)
        .hasMessage(UNDECLARED);
  }

  @Test
  void publishesWhatIsDeclaredAndTellsWhereItGoes() {
    contacts("{name: contact, type: string, is_pii: true}");

    Plan plan =
        workspace.pipeline("contacts").plan(workspace.spark(), RunRequest.of(Workspace.DAY));

    assertThat(plan.personalData())
        .extracting(PersonalDataFlow::problem)
        .containsExactly(
            "column 'contact' publishes personal data in clear (people.mail -> contact)");
    assertThat(workspace.run("contacts").outcome()).isEqualTo(Outcome.PUBLISHED);
  }

  @Test
  void treatsColumnsAsPersonalThatPoliciesName() {
    contacts("{name: contact, type: string, is_pii: true}");

    workspace
        .set("mesh.policies", folder.resolve("policies").toString())
        .write(
            "policies/policy.yaml",
            """
            governance:
              domain_policies:
                sales:
                  access_control:
                    - pii_fields: [ID]
            """);

    RunReport report = workspace.run("contacts");

    assertThat(report.problems())
        .extracting(Problem::problem)
        .containsExactly(
            "column 'id' is made from personal data (people.id -> id), and the contract does not"
                + " say so");
  }

  @Test
  void asksForTheMarkOfEveryColumnThatIsMadeFromPersonalData() {
    workspace
        .set("mesh.policies", folder.resolve("policies").toString())
        .write(
            "policies/policy.yaml",
            """
            governance:
              global_policies:
                - name: pii_handling
                  mandatory: true
                  policy: |
                    - Mark PII fields in schema
            """);
    contacts("{name: contact, type: string, protect: mask}");

    RunReport denied = workspace.run("contacts");
    contacts("{name: contact, type: string, protect: mask, is_pii: true, pii_category: contact}");
    RunReport allowed = workspace.later(60).run("contacts");

    assertThat(denied.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(denied.problems())
        .containsExactly(
            new Problem(
                "%s:10:7: Policy pii_handling/pii_declared denies it: Field 'contact' is made from"
                        .formatted(workspace.path("products/contacts/data_product.yaml"))
                    + " personal data, people.mail (expected is_pii: true, found not marked)",
                "mark it is_pii: true and protect it, or take it out of the transform"));
    assertThat(allowed.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(allowed.policies().orElseThrow().rules())
        .extracting(rule -> rule.toString())
        .containsExactly("pii_handling/pii_category", "pii_handling/pii_declared");
  }

  private void contacts(String field) {
    workspace.write(
        "products/contacts/data_product.yaml",
        """
        name: contacts
        domain: sales
        version: 1.0.0
        owner: {team: sales}
        schema:
          type: delta
          location: s3://lake/published/contacts/
          fields:
            - {name: id, type: string}
            - %s
            - {name: reachable, type: boolean}
        inputs:
          - {name: people, product: mesh://crm.customers@^1, columns: {mail: email}}
        transform: {sql: transform.sql}
        """
            .formatted(field));
  }
}
