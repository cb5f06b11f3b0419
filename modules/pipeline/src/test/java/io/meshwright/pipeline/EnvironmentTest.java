package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

  @TempDir Path folder;

  @BeforeEach
  void setUp() throws IOException {
    write(
        "mesh.conf",
        """
        mesh {
          root = lake
          publisher = auto
          storage {
            "s3://raw" = "/data/raw"
            "s3://raw/2024" = "s3a://archive/2024"
            "s3://lake/" = lake
          }
          products = ["jobs/*/data_product.yaml"]
          locations { "crm.customers" = "s3://crm/customers" }
          principal { user = nobody, roles = [reader] }
          spark { spark.sql.shuffle.partitions = 8 }
        }
        """);
    write("test.conf", "mesh.principal.user = tester");
  }

  @Test
  void readsTheOverlayOverTheBaseAndSettingsOverBoth() {
    Environment environment =
        load(Map.of("mesh.publisher", "gate", "mesh.slice.region", "north east"));

    assertThat(environment.name()).isEqualTo("test");
    assertThat(environment.user()).isEqualTo("tester");
    assertThat(environment.roles()).containsExactly("reader");
    assertThat(environment.publisher()).isEqualTo(Environment.PublisherChoice.GATE);
    assertThat(environment.findSliceValue("region")).contains("north east");
    assertThat(environment.findLocation("crm.customers")).contains("s3://crm/customers");
    assertThat(environment.sparkSettings()).isEqualTo(Map.of("spark.sql.shuffle.partitions", "8"));
    assertThat(environment.root()).isEqualTo(folder.resolve("lake").toString());
  }

  @Test
  void mapsLocationsByTheLongestPrefixThatEndsAtASeparator() {
    Environment environment = load(Map.of());

    assertThat(environment.resolve("s3://raw/orders")).isEqualTo("/data/raw/orders");
    assertThat(environment.resolve("s3://raw")).isEqualTo("/data/raw");
    assertThat(environment.resolve("s3://raw/2024/01")).isEqualTo("s3a://archive/2024/01");
    assertThat(environment.resolve("s3://raw/2024-01")).isEqualTo("/data/raw/2024-01");
    assertThat(environment.resolve("s3://raw-old/orders")).isEqualTo("s3://raw-old/orders");
    assertThat(environment.resolve("s3://lake/orders"))
        .isEqualTo(folder.resolve("lake/orders").toString());
  }

  @Test
  void findsTheProductsOfTheCheckout() throws IOException {
    for (String product : new String[] {"b", "a"}) {
      Files.createDirectories(folder.resolve("jobs/" + product));
      Files.writeString(folder.resolve("jobs/" + product + "/data_product.yaml"), "name: x");
    }
    Files.writeString(folder.resolve("jobs/data_product.yaml"), "name: elsewhere");

    assertThat(load(Map.of()).productFiles())
        .containsExactly(
            folder.resolve("jobs/a/data_product.yaml"), folder.resolve("jobs/b/data_product.yaml"));
  }

  @Test
  void keepsTheAuditLogInTheRootUnlessItIsNamed() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "of the audit log\n");

    assertThat(load(Map.of()).findAuditFile()).contains(folder.resolve("lake/_mesh/audit.jsonl"));
    assertThat(load(Map.of()).findOutbox()).contains(folder.resolve("lake/_mesh/outbox"));
    assertThat(load(Map.of()).findAuditKey()).isEmpty();
    assertThat(load(Map.of("mesh.root", "file:///lake")).findAuditFile())
        .contains(Path.of("/lake/_mesh/audit.jsonl"));
    assertThat(load(Map.of("mesh.root", "s3://lake")).findAuditFile()).isEmpty();
    assertThat(load(Map.of("mesh.root", "s3://lake")).findOutbox()).isEmpty();
    Environment named =
        load(
            Map.of(
                "mesh.root", "s3://lake",
                "mesh.audit.file", "/var/audit.jsonl",
                "mesh.audit.key", "file:" + key));
    assertThat(named.findAuditFile()).contains(Path.of("/var/audit.jsonl"));
    assertThat(named.findAuditKey()).contains("of the audit log");
  }

  @Test
  void refusesAuditSettingsThatItDoesNotKnow() {
    assertThatThrownBy(
            () -> load(Map.of("mesh.audit.fil", "a.jsonl", "mesh.audit.key", "hunter2hunter2")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            """
            Unknown setting 'mesh.audit.fil'
                fix: use mesh.audit.file, mesh.audit.key
            Invalid mesh.audit.key: Invalid secret reference: expected env:NAME or file:PATH, not the secret itself
                fix: write it as "env:MESH_AUDIT_KEY\"""");
  }

  @Test
  void namesEveryUnknownSetting() throws IOException {
    write("test.conf", "mesh.publishr = gate, msh.root = x");

    assertThatThrownBy(() -> load(Map.of("mesh.storag.x", "y")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContainingAll(
            "Unknown setting 'msh'\n    fix: every setting begins with mesh.",
            """
            Unknown setting 'mesh.publishr'
                fix: use one of mesh.audit, mesh.keys, mesh.locations, mesh.notify, mesh.policies, \
            mesh.principal, mesh.products, mesh.published, mesh.publisher, mesh.root, mesh.slice, \
            mesh.spark, mesh.storage""",
            "Unknown setting 'mesh.storag'");
  }

  @Test
  void namesAVariableThatIsNotThere() throws IOException {
    write("test.conf", "mesh.root = ${NO_SUCH_BUCKET_VARIABLE}/mesh");

    assertThatThrownBy(() -> load(Map.of()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            """
            Cannot load configuration 'test': %s: 1: \
            Could not resolve substitution to a value: ${NO_SUCH_BUCKET_VARIABLE}
                fix: correct the setting, define the variable it names, or give it with --set \
            key=value"""
                .formatted(folder.resolve("conf/test.conf")));
  }

  @Test
  void refusesAnUnknownPublisherBeforeAnythingRuns() {
    assertThatThrownBy(() -> load(Map.of("mesh.publisher", "gat")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("Invalid mesh.publisher 'gat'\n    fix: use auto, gate or checkpoint");
  }

  @Test
  void namesAnOverlayThatIsNotThere() {
    assertThatThrownBy(
            () -> Environment.load(Optional.of(folder.resolve("conf")), "emrr", Map.of()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContainingAll("Cannot load configuration 'emrr': ", "emrr.conf");
  }

  @Test
  void namesASettingOfTheWrongKind() {
    assertThatThrownBy(() -> load(Map.of("mesh.products", "jobs")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContainingAll("Cannot load configuration 'test': ", "products has type STRING");
  }

  @Test
  void readsSecretsWhereTheirReferencesSay() throws IOException {
    Files.writeString(folder.resolve("secret"), "s3cret\n");

    assertThat(Environment.read(SecretReference.parse("file:" + folder.resolve("secret"))))
        .isEqualTo("s3cret");
    assertThatThrownBy(() -> Environment.read(SecretReference.parse("env:NO_SUCH_SECRET")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            """
            Cannot resolve secret 'env:NO_SUCH_SECRET': it is not there
                fix: export NO_SUCH_SECRET before the run""");
    assertThatThrownBy(() -> Environment.read(SecretReference.parse("file:/no/such/secret")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            """
            Cannot resolve secret 'file:/no/such/secret': it is not there
                fix: create the file, readable by the user of the run""");
  }

  private Environment load(Map<String, String> settings) {
    return Environment.load(Optional.of(folder.resolve("conf")), "test", settings);
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf").resolve(file), text);
  }
}
