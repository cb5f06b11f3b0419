package io.meshwright.pipeline;

import static java.util.stream.Collectors.toMap;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.contract.Input;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import io.meshwright.quality.FieldTypes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/**
 * Makes of a source what a contract can say of it: fields, types, nullability, comments, partitions
 * and, where a database tells it, the primary key. Reads no row and writes nothing.
 */
public final class SourceImporter {

  private final Environment environment;

  private SourceImporter(Environment environment) {
    this.environment = environment;
  }

  public static SourceImporter of(Environment environment) {
    return new SourceImporter(environment);
  }

  /**
   * Asks a source what it holds.
   *
   * @param as the product that is to be made of it
   * @param from files that know their columns, a Delta table or a table of a database
   * @throws StageFailedException with {@link ExitCode#INVALID} if there is no such source or it
   *     cannot be opened, {@link ExitCode#REJECTED} if no table can hold any of its columns
   */
  public ImportedSource read(SparkSession spark, ProductName as, Input.Source from) {
    Input input = new Input(as.product(), from, List.of(), Map.of());
    SourceReader reader =
        new SourceReader(
            spark,
            environment,
            SourceProfile.reading(as, input),
            new PublishedProducts(spark, environment));
    SourceReader.Source source = reader.find(LocalDate.EPOCH).get(0);
    List<StructField> columns = List.of(reader.open(source).rows().schema().fields());
    Optional<JdbcTable> table =
        from instanceof Input.Jdbc jdbc ? JdbcTable.find(jdbc) : Optional.empty();

    Map<String, String> names = FieldNames.of(columns.stream().map(StructField::name).toList());
    List<Field> fields =
        columns.stream().flatMap(column -> field(column, names, table).stream()).toList();
    if (fields.isEmpty()) {
      throw SourceFormat.problem(
          ExitCode.REJECTED,
          "Cannot import '%s': it has no column that a table can hold".formatted(as.product()),
          "name a source with columns");
    }
    Map<String, String> renamed = new HashMap<>(names);
    renamed.entrySet().removeIf(name -> name.getKey().equals(name.getValue()));
    return new ImportedSource(
        input,
        fields,
        partitions(spark, source, columns).stream().map(names::get).toList(),
        renamed,
        columns.stream()
            .filter(column -> FieldTypes.find(column.dataType()).isEmpty())
            .collect(toMap(StructField::name, column -> column.dataType().catalogString())),
        notes(from, table));
  }

  private static Optional<Field> field(
      StructField column, Map<String, String> names, Optional<JdbcTable> table) {
    String name = names.get(column.name());
    boolean inKey = table.filter(known -> known.primaryKey().contains(column.name())).isPresent();
    boolean filled =
        table
            .map(known -> known.notNull().contains(column.name()))
            .orElseGet(() -> !column.nullable());
    Option<String> told = column.getComment();
    Optional<String> comment =
        table
            .flatMap(known -> Optional.ofNullable(known.comments().get(column.name())))
            .or(() -> told.isDefined() ? Optional.of(told.get()) : Optional.empty())
            .filter(text -> !text.isBlank());
    return FieldTypes.find(column.dataType())
        .map(
            type ->
                new Field(
                    name,
                    type,
                    comment,
                    new Field.Traits(
                        inKey,
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                    filled && !inKey ? List.of(notNull(name)) : List.of(),
                    Optional.empty()));
  }

  private static Rule notNull(String field) {
    Assertion assertion = new Assertion.NotNull(field);
    return Rule.of(Rule.defaultName(assertion), assertion, Severity.ERROR);
  }

  /** The columns that are folders, outermost first. */
  private static List<String> partitions(
      SparkSession spark, SourceReader.Source source, List<StructField> columns) {
    if (!(source.input().source() instanceof Input.Files files)) {
      return List.of();
    }
    if (files.format() == Input.FileFormat.DELTA) {
      return DeltaTable.forPath(spark, source.location())
          .detail()
          .select("partitionColumns")
          .head()
          .getList(0);
    }

    Set<String> known = Set.copyOf(columns.stream().map(StructField::name).toList());
    return new Storage(spark)
        .files(source.location()).stream()
            .map(FileStatus::getPath)
            .filter(path -> !path.getName().startsWith("_") && !path.getName().startsWith("."))
            .findFirst()
            .map(path -> Arrays.stream(path.getParent().toString().split("/")))
            .orElseGet(Stream::empty)
            .filter(folder -> folder.contains("="))
            .map(folder -> folder.substring(0, folder.indexOf('=')))
            .filter(known::contains)
            .toList();
  }

  private static List<String> notes(Input.Source from, Optional<JdbcTable> table) {
    List<String> notes = new ArrayList<>();
    if (from instanceof Input.Jdbc jdbc && table.isEmpty()) {
      notes.add(
          "the database's catalog has no table '%s': which columns are never null, and which are the"
                  .formatted(jdbc.table())
              + " key, is for the team to say");
    } else if (table.filter(known -> known.primaryKey().isEmpty()).isPresent()
        || !(from instanceof Input.Jdbc)) {
      notes.add("the source names no primary key: mark its fields with is_primary_key");
    }
    return notes;
  }
}
