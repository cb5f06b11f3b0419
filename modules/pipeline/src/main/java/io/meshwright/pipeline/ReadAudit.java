package io.meshwright.pipeline;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Input;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.RowSource;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Records in the audit log which products one run or command reads, where their domains ask for it:
 * each product once, before its rows are read. What cannot be recorded is not read.
 */
final class ReadAudit {

  /**
   * Who reads.
   *
   * @param by what it is: {@code run}, {@code profile}
   * @param contract for whose product
   */
  record Reader(String by, Optional<String> runId, Contract contract) {}

  private final AuditTrail trail;
  private final String actor;
  private final Predicate<String> isAudited;
  private final Reader reader;
  private final Set<ProductName> told = new HashSet<>();

  private ReadAudit(AuditTrail trail, String actor, Predicate<String> isAudited, Reader reader) {
    this.trail = trail;
    this.actor = actor;
    this.isAudited = isAudited;
    this.reader = reader;
  }

  /** What a run or a requeue reads, under the policies that it is held to. */
  static ReadAudit ofRun(
      RunContext context, Clock clock, Governance governance, String by, Contract contract) {
    return new ReadAudit(
        new AuditTrail(context.spark(), context.environment(), clock),
        context.environment().user(),
        governance::auditsReads,
        new Reader(by, Optional.of(context.runId()), contract));
  }

  /** What a command reads. The policies are asked only if it reads a product. */
  static ReadAudit ofCommand(
      SparkSession spark, Environment environment, Clock clock, String by, Contract contract) {
    return new ReadAudit(
        new AuditTrail(spark, environment, clock),
        environment.user(),
        domain -> Governance.auditsReads(environment, domain, clock),
        new Reader(by, Optional.empty(), contract));
  }

  /**
   * Records the products among the inputs of a run.
   *
   * @param opened the inputs, under the names that the reading contract gives their columns
   */
  void recordInputs(List<SourceReader.Source> sources, Map<String, Dataset<Row>> opened) {
    sources.forEach(
        source -> recordInput(source, List.of(opened.get(source.input().name()).columns())));
  }

  /**
   * Records an input, if it is a product.
   *
   * @param columns by the names that the reading contract gives them
   */
  void recordInput(SourceReader.Source source, List<String> columns) {
    if (source.input().source() instanceof Input.Product product) {
      Map<String, String> theirs = source.input().columns();
      String[] version = source.version().split("@", 2);
      record(
          product.reference().name(),
          version[0],
          Optional.of(version[1]),
          columns.stream().map(ours -> theirs.getOrDefault(ours, ours)).toList());
    }
  }

  /** The newest published rows of a product that rules refer to; empty if none is published. */
  Optional<Dataset<Row>> open(PublishedProducts products, RowSource.OfProduct source) {
    Optional<PublishedProducts.Found> found = products.findNewest(source.product());
    found
        .filter(product -> !product.name().equals(reader.contract().name()))
        .ifPresent(
            product ->
                record(
                    product.name(),
                    product.version().toString(),
                    Optional.empty(),
                    targets(source)));
    return found.map(products::open);
  }

  /**
   * Records a read; rules are asked side by side.
   *
   * @param tableVersion empty if whatever is there when it is read
   * @throws StageFailedException if the log does not take it
   */
  synchronized void record(
      ProductName product,
      String version,
      Optional<String> tableVersion,
      Collection<String> columns) {
    if (!isAudited.test(product.domain()) || !told.add(product)) {
      return;
    }

    Map<String, String> details = new TreeMap<>();
    details.put("by", reader.by());
    details.put("reader", reader.contract().name().toString());
    reader.runId().ifPresent(id -> details.put("run_id", id));
    reader.contract().handling().purpose().ifPresent(text -> details.put("purpose", text));
    details.put("version", version);
    tableVersion.ifPresent(number -> details.put("table_version", number));
    details.put("columns", String.join(", ", new TreeSet<>(columns)));
    trail.requireRecord(
        "read-%s-%s".formatted(product, reader.runId().orElse(reader.by())),
        List.of(AuditEvent.of(actor, AuditAction.READ, product.toString(), details)),
        "%s was to be read".formatted(product));
  }

  private List<String> targets(RowSource.OfProduct source) {
    return reader.contract().rules().stream()
        .map(rule -> rule.assertion())
        .filter(Assertion.References.class::isInstance)
        .map(Assertion.References.class::cast)
        .filter(reference -> reference.to().equals(source))
        .flatMap(reference -> reference.targets().stream())
        .toList();
  }
}
