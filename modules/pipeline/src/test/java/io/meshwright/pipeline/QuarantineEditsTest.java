package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of corrected rows: read whole, or refused with every line that is wrong. */
class QuarantineEditsTest {

  @TempDir Path folder;

  private Contract contract;

  @BeforeEach
  void setUp() throws IOException {
    contract =
        new ContractReader(new SparkSqlSyntax())
            .read(
                file(
                    """
        name: orders
        domain: sales
        version: 1.0.0
        owner: {team: sales}
        schema:
          type: delta
          location: s3://lake/orders
          fields:
            - {name: id, type: string}
            - {name: amount, type: "decimal(12,2)"}
            - {name: lines, type: "array<struct<sku:string,price:decimal(5,2)>>"}
            - {name: codes, type: "map<integer,string>"}
        transform: {sql: transform.sql}
        inputs: [{name: orders, format: parquet, path: s3://lake/raw}]
        """,
                    "data_product.yaml"))
            .contract();
  }

  @Test
  void isTheSameInWhateverOrderAndLayout() throws IOException {
    QuarantineEdits one =
        edits(
            """
            {"mesh_id":"b","mesh_rules":["x"],"id":"2","amount":5.00}

            {"mesh_id":"a","lines":[{"sku":"s","price":1.5}],"amount":null}
            """);
    QuarantineEdits other =
        edits(
            """
            {"lines": [{"sku": "s", "price": 1.5}], "amount": null, "mesh_id": "a"}
            {"amount": 5.00, "mesh_id": "b", "id": "2"}
            """);

    assertThat(one.size()).isEqualTo(2);
    assertThat(one.canonical()).isEqualTo(other.canonical());
    assertThat(one.canonical())
        .isEqualTo(
            """
            a {amount=null, lines=[{"sku":"s","price":1.5}]}
            b {amount=5.00, id="2"}""");
  }

  @Test
  void namesEveryLineThatIsNoCorrection() throws IOException {
    Path file =
        file(
            """
            {"mesh_id":"a","amount":5.001}
            {"id":"2"}
            [1]
            {"mesh_id":"b","amont":5,"codes":{"1":"x"}}
            {"mesh_id":"c","id":5}
            {"mesh_id":"d","lines":[{"sku":"s","price":1.005}]}
            {"mesh_id":"e","lines":[{"skew":"s"}]}
            {"mesh_id":"c"}
            {"mesh_id":"f"
            """,
            "rows.jsonl");

    assertThatThrownBy(() -> QuarantineEdits.read(file, contract))
        .isInstanceOf(StageFailedException.class)
        .hasMessage(
            """
            FILE:1: the value of 'amount' is no decimal(12,2)
                fix: write it as exported lines do, or null
            FILE:2: it is no object with a mesh_id
                fix: keep the id that the exported line has
            FILE:3: it is no object with a mesh_id
                fix: keep the id that the exported line has
            FILE:4: 'amont' is no field that can be corrected
                fix: use id, amount, lines
            FILE:4: 'codes' is no field that can be corrected
                fix: use id, amount, lines
            FILE:5: the value of 'id' is no string
                fix: write it as exported lines do, or null
            FILE:6: the value of 'lines' is no array<struct<sku:string,price:decimal(5,2)>>
                fix: write it as exported lines do, or null
            FILE:7: the value of 'lines' is no array<struct<sku:string,price:decimal(5,2)>>
                fix: write it as exported lines do, or null
            FILE:8: row c is already on line 5
                fix: keep one of the two lines
            FILE:9: it is no JSON
                fix: write one object a line"""
                .replace("FILE", file.toString()));
  }

  @Test
  void readsAnAssignmentWithItsExpressionAsItIs() {
    assertThat(Correction.Assignment.parse(" `order ``x``` = a = 'b=c' "))
        .isEqualTo(new Correction.Assignment("order `x`", "a = 'b=c'"));
    assertThatThrownBy(() -> Correction.Assignment.parse("status"))
        .hasMessage(
            "Invalid correction 'status': expected FIELD = EXPRESSION, such as status = 'completed'");
  }

  private QuarantineEdits edits(String text) throws IOException {
    return QuarantineEdits.read(file(text, "rows.jsonl"), contract);
  }

  private Path file(String text, String name) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
