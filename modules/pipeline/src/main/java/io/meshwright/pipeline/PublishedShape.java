package io.meshwright.pipeline;

import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Schema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.functions;
import scala.collection.JavaConverters;

/**
 * The columns of a published table, where they are others than the fields of its contract: an
 * encrypted field is binary, a tokenized one a string, a dropped one is not there. None of them is
 * NOT NULL or in a CHECK: a table cannot judge what it cannot read.
 */
final class PublishedShape {

  private PublishedShape() {}

  /** The contract with the fields that its table has; the same where nothing is protected. */
  static Contract of(Contract contract) {
    Set<String> hidden = protectedFields(contract);
    if (hidden.isEmpty()) {
      return contract;
    }

    Schema schema = contract.schema();
    List<Field> fields =
        schema.fields().stream().flatMap(field -> published(field, hidden)).toList();
    return new Contract(
        contract.name(),
        contract.version(),
        contract.owner(),
        contract.description(),
        contract.handling(),
        new Schema(schema.format(), schema.location(), schema.partitionedBy(), fields),
        contract.access(),
        contract.serviceLevel(),
        contract.qualityChecks(),
        contract.observability(),
        contract.changelog(),
        contract.deprecation(),
        contract.production());
  }

  /** Those of the constraints that the table can judge: they speak of no protected column. */
  static Map<String, String> constraints(Contract contract, Map<String, String> constraints) {
    Set<String> hidden = protectedFields(contract);
    Map<String, String> kept = new LinkedHashMap<>(constraints);
    kept.values().removeIf(sql -> mentions(sql, hidden));
    return kept;
  }

  private static Set<String> protectedFields(Contract contract) {
    Set<String> names = new HashSet<>();
    contract.schema().fields().stream()
        .filter(field -> field.traits().protection().isPresent())
        .forEach(field -> names.add(field.name()));
    return names;
  }

  private static Stream<Field> published(Field field, Set<String> hidden) {
    Optional<ColumnProtection> protection = field.traits().protection();
    if (protection.isEmpty()) {
      boolean isLost = field.generatedAs().filter(sql -> mentions(sql, hidden)).isPresent();
      return Stream.of(
          isLost
              ? new Field(
                  field.name(),
                  field.type(),
                  field.description(),
                  field.traits(),
                  field.rules(),
                  Optional.empty())
              : field);
    }
    return type(field, protection.get())
        .map(
            type ->
                new Field(
                    field.name(),
                    type,
                    field.description(),
                    // Personal, so that no statistics are kept of it.
                    new Field.Traits(
                        false,
                        field.traits().deprecated(),
                        true,
                        field.traits().piiCategory(),
                        field.traits().classification(),
                        Optional.empty(),
                        List.of()),
                    List.of(),
                    Optional.empty()))
        .stream();
  }

  private static Optional<FieldType> type(Field field, ColumnProtection protection) {
    return switch (protection) {
      case ENCRYPT -> Optional.of(FieldType.Atomic.BINARY);
      case TOKENIZE -> Optional.of(FieldType.Atomic.STRING);
      case MASK -> Optional.of(field.type());
      case DROP -> Optional.empty();
    };
  }

  private static boolean mentions(String sql, Set<String> names) {
    return !names.isEmpty() && mentions(functions.expr(sql).expr(), names);
  }

  private static boolean mentions(Expression expression, Set<String> names) {
    if (expression instanceof UnresolvedAttribute attribute) {
      String name = attribute.nameParts().head();
      return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    return JavaConverters.seqAsJavaList(expression.children()).stream()
        .anyMatch(child -> mentions(child, names));
  }
}
