package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.broadcast;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.RowSource;
import io.meshwright.quality.KeyPass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the rules of a requeue look at beside its rows. */
final class RequeueSurroundings {

  private final RunContext context;
  private final Contract contract;
  private final RowProtection protection;
  private final TargetTable table;
  private final ReadAudit reads;
  private final PublishedProducts products;

  private Map<String, Dataset<Row>> inputs = Map.of();

  RequeueSurroundings(
      RunContext context,
      Contract contract,
      RowProtection protection,
      TargetTable table,
      ReadAudit reads) {
    this.context = context;
    this.contract = contract;
    this.protection = protection;
    this.table = table;
    this.reads = reads;
    this.products = new PublishedProducts(context.spark(), context.environment());
  }

  Passes.Surroundings of(TableWriter writer, Dataset<Row> rows) {
    return new Passes.Surroundings() {
      @Override
      public Optional<Dataset<Row>> remaining(Assertion.UniqueKey key) {
        // The table may be large and the rows are few: those with the same keys will do.
        Dataset<Row> written = protection.protect(rows);
        return writer
            .remaining(key, written)
            .map(others -> KeyPass.taking(others, broadcast(written), key.fields()));
      }

      @Override
      public Dataset<Row> input(String name) {
        return openInputs().get(name);
      }

      @Override
      public Dataset<Row> earlier() {
        return table.read();
      }

      @Override
      public Optional<Dataset<Row>> product(RowSource.OfProduct source) {
        return reads.open(products, source);
      }
    };
  }

  /**
   * The inputs as they are now, for the few rules that compare with them; passes ask side by side.
   */
  private synchronized Map<String, Dataset<Row>> openInputs() {
    if (inputs.isEmpty()) {
      SourceReader reader =
          new SourceReader(context.spark(), context.environment(), contract, products);
      Map<String, Dataset<Row>> opened = new LinkedHashMap<>();
      List<SourceReader.Source> sources = reader.find(context.logicalDate());
      for (SourceReader.Source source : sources) {
        opened.put(source.input().name(), reader.open(source).rows());
      }
      reads.recordInputs(sources, opened);
      inputs = opened;
    }
    return inputs;
  }
}
