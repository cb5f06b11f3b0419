package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Input;
import io.meshwright.quality.FieldTypes;
import io.meshwright.quality.Profile;
import io.meshwright.quality.Profiler;
import io.meshwright.quality.Proposal;
import io.meshwright.quality.RuleSuggestions;
import io.meshwright.quality.SqlText;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Profiles a source as a run would read it, so that what holds here holds there: text files are
 * read under the types that the contract will say, and records that do not fit are set apart.
 *
 * <p>Writes nothing. A sample is kept on the executors' disks until it is profiled, so that every
 * pass sees the same rows.
 */
public final class SourceProfiler {

  private static final String CORRUPT = "_corrupt_record";

  /** Always the same rows of the same files. */
  private static final long SEED = 1;

  private final Environment environment;

  private final Clock clock;

  private SourceProfiler(Environment environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  public static SourceProfiler of(Environment environment, Clock clock) {
    return new SourceProfiler(environment, clock);
  }

  /**
   * Profiles a source. Where it is a product whose domain asks for it, the read is in the audit log
   * before.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if there is no such source, {@link
   *     ExitCode#USAGE} if its format or a column is not known, {@link ExitCode#REJECTED} if it
   *     cannot be read, {@link ExitCode#UNMEASURED} if there is nothing in it
   */
  public SourceProfile profile(SparkSession spark, ProfileRequest request) {
    Optional<Opening> opening = Optional.empty();
    try (Observed observed = Observed.listen(spark)) {
      opening = Optional.of(open(spark, request));
      recordRead(spark, request, opening.get());
      return profile(opening.get(), request, observed);
    } catch (StageFailedException | InvalidConfigurationException e) {
      throw e;
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      throw explain(e, request, opening);
    }
  }

  private void recordRead(SparkSession spark, ProfileRequest request, Opening opening) {
    SourceReader.Source source = opening.source();
    ReadAudit.ofCommand(
            spark,
            environment,
            clock,
            "profile",
            SourceProfile.reading(request.as(), source.input()))
        .recordInput(
            source,
            columns(opening.reader().open(source).rows().schema(), request).stream()
                .map(StructField::name)
                .toList());
  }

  /**
   * A source, found and typed.
   *
   * @param types why its columns have their types, where somebody had to guess
   */
  private record Opening(
      SourceReader reader, SourceReader.Source source, Map<String, TextTypes.Typed> types) {}

  private Opening open(SparkSession spark, ProfileRequest request) {
    Input input = input(spark, request);
    Opening untyped = opening(spark, request, input, Map.of());
    if (!(input.source() instanceof Input.Files files) || !files.format().isText()) {
      return untyped;
    }

    StructType schema = schema(spark, files, untyped.source().location());
    if (schema.isEmpty()) {
      throw noRows(request);
    }
    Map<String, TextTypes.Typed> types = new LinkedHashMap<>();
    List<String> texts = new ArrayList<>();
    for (StructField column : schema.fields()) {
      types.put(column.name(), new TextTypes.Typed(typeOf(column), ""));
      if (column.dataType().equals(DataTypes.StringType)) {
        texts.add(column.name());
      }
    }
    Dataset<Row> read = untyped.reader().open(typed(untyped.source(), types)).rows();
    types.putAll(
        files.format() == Input.FileFormat.CSV
            ? TextTypes.find(read, texts)
            : TextTypes.findTimes(read, texts));
    return new Opening(untyped.reader(), typed(untyped.source(), types), types);
  }

  private Input input(SparkSession spark, ProfileRequest request) {
    Input.Source source =
        request.where() instanceof ProfileRequest.Files files
            ? SourceFormat.find(new Storage(spark), files, environment.resolve(files.path()))
            : new Input.Product(((ProfileRequest.Product) request.where()).reference());
    return new Input(request.as().product(), source, List.of(), Map.of());
  }

  private Opening opening(
      SparkSession spark, ProfileRequest request, Input input, Map<String, TextTypes.Typed> types) {
    Contract contract = SourceProfile.reading(request.as(), input);
    SourceReader reader =
        new SourceReader(spark, environment, contract, new PublishedProducts(spark, environment));
    // The day is only asked for where a database is read.
    return new Opening(reader, reader.find(LocalDate.EPOCH).get(0), types);
  }

  private static SourceReader.Source typed(
      SourceReader.Source source, Map<String, TextTypes.Typed> types) {
    List<Input.Column> columns =
        types.entrySet().stream()
            .map(entry -> new Input.Column(entry.getKey(), entry.getValue().type()))
            .toList();
    Input input = source.input();
    return new SourceReader.Source(
        new Input(input.name(), input.source(), columns, Map.of()),
        source.kind(),
        source.location(),
        source.version());
  }

  /** What Spark says without guessing: texts for CSV, JSON's own types for JSON. */
  private static StructType schema(SparkSession spark, Input.Files files, String location) {
    StructType schema =
        spark
            .read()
            .format(files.format().toString())
            .option("prefersDecimal", true)
            .options(files.options())
            .option("inferSchema", false)
            .load(location)
            .schema();
    return new StructType(
        Arrays.stream(schema.fields())
            .filter(column -> !column.name().equals(CORRUPT))
            .toArray(StructField[]::new));
  }

  private static FieldType typeOf(StructField column) {
    return FieldTypes.find(column.dataType())
        .map(SourceProfiler::roomy)
        .orElse(FieldType.Atomic.STRING);
  }

  /** Makes room for larger numbers than those in the file. */
  private static FieldType roomy(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return TextTypes.decimal(decimal.precision() - decimal.scale(), decimal.scale());
    }
    if (type instanceof FieldType.Array array) {
      return new FieldType.Array(roomy(array.element()));
    }
    if (type instanceof FieldType.Struct struct) {
      return new FieldType.Struct(
          struct.members().stream()
              .map(member -> new FieldType.Struct.Member(member.name(), roomy(member.type())))
              .toList());
    }

    return type;
  }

  private static SourceProfile profile(Opening opening, ProfileRequest request, Observed observed) {
    SourceReader.Opened opened = opening.reader().open(opening.source());
    List<StructField> columns = columns(opened.rows().schema(), request);
    Map<String, String> names = FieldNames.of(columns.stream().map(StructField::name).toList());
    Dataset<Row> named =
        opened
            .rows()
            .select(
                names.entrySet().stream()
                    .map(name -> col(SqlText.name(name.getKey())).as(name.getValue()))
                    .toArray(Column[]::new));
    Dataset<Row> rows = request.sample().map(size -> sample(named, size)).orElse(named);
    if (request.sample().isPresent()) {
      rows.persist(StorageLevel.DISK_ONLY());
    }
    try {
      Profile profile = Profiler.profile(rows, personal(request));
      Optional<Long> unreadable =
          opened.text().isPresent() && isCut(request.sample())
              ? Optional.empty()
              : Optional.of(opened.text().map(text -> count(text, observed)).orElse(0L));
      requireRows(profile, request, unreadable);
      Map<String, String> renamed = new HashMap<>(names);
      renamed.entrySet().removeIf(name -> name.getKey().equals(name.getValue()));
      return new SourceProfile(
          opening.source().input(),
          opening.source().kind(),
          opening.source().location(),
          request.sample(),
          renamed,
          unreadable,
          leftOut(columns),
          profile,
          withTypes(RuleSuggestions.propose(profile, rows), names, opening.types()));
    } finally {
      rows.unpersist();
    }
  }

  /** The columns asked for, in the order of the source. */
  private static List<StructField> columns(StructType schema, ProfileRequest request) {
    Map<String, String> seen = new HashMap<>();
    for (String name : schema.fieldNames()) {
      String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw SourceFormat.problem(
            ExitCode.INVALID,
            "Cannot profile: columns '%s' and '%s' differ in nothing but letter case"
                .formatted(other, name),
            "have one of them renamed at the source: no query can tell them apart");
      }
    }
    List<String> known = List.of(schema.fieldNames());
    List<String> unknown =
        request.columns().stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw SourceFormat.problem(
          ExitCode.USAGE,
          "Cannot profile column '%s': there is none".formatted(String.join("', '", unknown)),
          "use some of " + String.join(", ", known));
    }

    return Arrays.stream(schema.fields())
        .filter(column -> request.columns().isEmpty() || request.columns().contains(column.name()))
        .toList();
  }

  private static Dataset<Row> sample(Dataset<Row> rows, Amount size) {
    return size instanceof Amount.Share share
        ? rows.sample(share.fraction().doubleValue(), SEED)
        : rows.limit(((Amount.Count) size).number().intValueExact());
  }

  /** Says whether reading ends before the source does. */
  private static boolean isCut(Optional<Amount> sample) {
    return sample.map(size -> size instanceof Amount.Count).orElse(false);
  }

  private static Set<String> personal(ProfileRequest request) {
    return request.where() instanceof ProfileRequest.Product product
        ? product.personal()
        : Set.of();
  }

  /** What was observed is exact if it is nothing; otherwise a pass may have counted twice. */
  private static long count(TextInput text, Observed observed) {
    return text.countUnreadable(observed) == 0 ? 0 : text.countAgain();
  }

  private static void requireRows(
      Profile profile, ProfileRequest request, Optional<Long> unreadable) {
    if (profile.rows() > 0) {
      return;
    }
    long records = unreadable.orElse(0L);
    throw records == 0
        ? noRows(request)
        : SourceFormat.problem(
            ExitCode.UNMEASURED,
            "Cannot profile '%s': none of its %d records can be read"
                .formatted(name(request), records),
            "say how the files are written, with --format and --option");
  }

  private static StageFailedException noRows(ProfileRequest request) {
    return SourceFormat.problem(
        ExitCode.UNMEASURED,
        "Cannot profile '%s': it has no rows".formatted(name(request)),
        "profile a source with rows in it"
            + (request.sample().isPresent() ? ", or a larger sample" : ""));
  }

  /** Columns that are in the profile, and can be in no contract. */
  private static Map<String, String> leftOut(List<StructField> columns) {
    return columns.stream()
        .filter(column -> FieldTypes.find(column.dataType()).isEmpty())
        .collect(Collectors.toMap(StructField::name, column -> column.dataType().catalogString()));
  }

  /** Says of each field also why its type was chosen. */
  private static Proposal withTypes(
      Proposal proposal, Map<String, String> names, Map<String, TextTypes.Typed> types) {
    Map<String, String> fields = new HashMap<>(proposal.reasons().fields());
    types.forEach(
        (column, typed) ->
            fields.computeIfPresent(
                names.getOrDefault(column, ""),
                (field, about) ->
                    about.isEmpty() || typed.reason().isEmpty()
                        ? about + typed.reason()
                        : about + "; " + typed.reason()));
    return new Proposal(
        proposal.fields(),
        proposal.checks(),
        new ContractWriter.Notes(fields, proposal.reasons().rules()));
  }

  private static String name(ProfileRequest request) {
    return request.where() instanceof ProfileRequest.Files files
        ? files.path()
        : ((ProfileRequest.Product) request.where()).reference().name().toString();
  }

  private static RuntimeException explain(
      Exception e, ProfileRequest request, Optional<Opening> opening) {
    String problem = "Cannot profile '%s': ".formatted(name(request));
    ExitCode exitCode =
        e instanceof AnalysisException ? ExitCode.INVALID : SparkFailures.exitCode(e);
    if (exitCode == ExitCode.UNEXPECTED) {
      return new IllegalStateException(problem + SparkFailures.firstLine(e), e);
    }

    Problem told =
        SparkFailures.explain(
            e,
            () -> opening.flatMap(found -> found.reader().findUnreadable(List.of(found.source()))));
    return new StageFailedException(
        exitCode,
        new Problem(
            problem + told.problem(),
            "say how the files are written, with --format and --option, or have them delivered"
                + " again"),
        e);
  }
}
