package io.meshwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.contract.Input;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.ProductReference;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.ProfileRequest;
import io.meshwright.pipeline.SourceProfile;
import io.meshwright.pipeline.SourceProfiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh profile}: shows what a source holds, and proposes a contract for it. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = {
      "Show what a source holds, and propose a contract for it.",
      "",
      "Prints types, gaps, distinct values, ranges and frequent values of each column, and rules in"
          + " YAML that hold on every row looked at, each with its reason. Columns that look like"
          + " personal data are marked, and their values are not printed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh profile orders.csv",
      "  mesh profile raw/orders --format json --sample 10%% --columns id,amount",
      "  mesh profile orders.csv --domain shop --owner shop-team --to orders && mesh run orders",
      "  mesh profile sales.sales_orders_analytical --json"
    })
final class ProfileCommand implements Callable<Integer> {

  private static final int LONGEST = 60;

  @Parameters(
      paramLabel = "SOURCE",
      description =
          "A file, a folder of files or a Delta table; or a product, by domain.product, its"
              + " contract or the folder of that: then what it has published.")
  private String text;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "csv, json, parquet, avro, orc or delta. Default: what the files are called. CSV is taken"
              + " to have a header; --option header=false says that it has none.")
  private Optional<String> format;

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description = "An option for Spark's reader; may be given more than once.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--columns",
      paramLabel = "NAME",
      split = ",",
      description = "Look at these columns only.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Look at the first N rows, or at N%% of all. Default: at every row.")
  private Optional<String> sample;

  @Option(
      names = "--contract",
      description = "Print a whole contract and nothing else, its transform in a comment.")
  private boolean asContract;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Write the contract and its transform to a folder, as "
              + Products.CONTRACT_FILE
              + " and "
              + SourceProfile.TRANSFORM_FILE
              + ". Neither may be there.")
  private Optional<Path> folder;

  @Mixin private NewProductOptions made;
  @Mixin private ConfigurationOptions configuration;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    folder.ifPresent(ProfileCommand::requireFree);
    Optional<Pipeline> product = findProduct(configuration.load());
    ProfileRequest request = request(product);
    Environment environment = product.map(this::knowing).orElseGet(configuration::load);
    SourceProfile profile;
    try (Progress progress = Progress.of(spec)) {
      profile =
          SourceProfiler.of(environment, Clock.systemUTC())
              .profile(progress.startSpark(environment), request);
    }
    Contract contract = profile.contract(request.as(), made.owner(), made.location(request.as()));
    folder.ifPresent(target -> write(target, profile, contract));
    spec.commandLine().getOut().println(print(profile, contract));
    return ExitCode.DONE.number();
  }

  private String print(SourceProfile profile, Contract contract) {
    if (common.json()) {
      return Json.print(ProfileJson.of(profile, contract));
    }
    if (folder.isPresent()) {
      return "%s rows of %s became %s and %s; next: mesh run %s"
          .formatted(
              HumanText.count(profile.profile().rows()),
              text,
              folder.get().resolve(Products.CONTRACT_FILE),
              folder.get().resolve(SourceProfile.TRANSFORM_FILE),
              folder.get());
    }
    if (asContract) {
      return yaml(profile, contract)
          + Stream.concat(
                  Stream.of("", SourceProfile.TRANSFORM_FILE + ", beside this file:"),
                  profile.transform().lines())
              .map(line -> line.isEmpty() ? line : "# " + line)
              .collect(joining("\n"));
    }

    return ProfileText.of(
        profile,
        ContractWriter.writeRules(
            profile.proposal().fields(), profile.proposal().checks(), profile.proposal().reasons()),
        Terminal.ansi());
  }

  /** The contract with what a reader of it must know on top. */
  private String yaml(SourceProfile profile, Contract contract) {
    Stream<String> notes =
        Stream.concat(
            Stream.of(
                "Proposed by mesh profile. Every rule holds on the %s looked at."
                    .formatted(HumanText.count(profile.profile().rows(), "row"))),
            ProfileText.warnings(profile).stream());
    return notes.map(note -> "# " + note.replaceAll("\\R", " ")).collect(joining("\n"))
        + "\n"
        + ContractWriter.write(contract, profile.proposal().reasons());
  }

  private void write(Path target, SourceProfile profile, Contract contract) {
    try {
      Files.createDirectories(target);
      Files.writeString(target.resolve(SourceProfile.TRANSFORM_FILE), profile.transform(), UTF_8);
      Files.writeString(target.resolve(Products.CONTRACT_FILE), yaml(profile, contract), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + target, e);
    }
  }

  static void requireFree(Path target) {
    for (String file : List.of(Products.CONTRACT_FILE, SourceProfile.TRANSFORM_FILE)) {
      if (Files.exists(target.resolve(file))) {
        throw new UsageException(
            "Cannot write to %s: there is a %s".formatted(target, file),
            "name another folder, or delete the file");
      }
    }
  }

  /** A product named by its folder need not be among those that mesh.products finds. */
  private Environment knowing(Pipeline product) {
    return configuration.load(
        Map.of(
            "mesh.locations.\"%s\"".formatted(product.contract().name()),
            product.contract().schema().location()));
  }

  private ProfileRequest request(Optional<Pipeline> product) {
    Optional<Amount> size = sample.map(given -> parse("--sample", given, Amount::parse));
    ProductName as =
        parse(
            "--domain and --name",
            made.domain()
                    .or(() -> product.map(found -> found.contract().name().domain()))
                    .orElse(NewProductOptions.DOMAIN)
                + "."
                + made.name()
                    .or(() -> product.map(found -> found.contract().name().product() + "_copy"))
                    .orElseGet(() -> nameOf(text)),
            ProductName::parse);
    ProfileRequest.Where where =
        product
            .map(ProfileCommand::published)
            .orElseGet(
                () ->
                    new ProfileRequest.Files(
                        text, format.map(ProfileCommand::fileFormat), options));
    return parse("--sample", as, same -> new ProfileRequest(where, same, columns, size));
  }

  /** A product is what a contract is at hand of; everything else is a path. */
  private Optional<Pipeline> findProduct(Environment environment) {
    Products products = Products.of(environment);
    boolean isProduct =
        products.names().stream().anyMatch(known -> known.toString().equals(text))
            || text.startsWith("classpath:")
            || (text.matches(".*\\.ya?ml") && Files.isRegularFile(Path.of(text)))
            || (!text.contains(":/")
                && Files.isRegularFile(Path.of(text).resolve(Products.CONTRACT_FILE)));
    return isProduct && format.isEmpty()
        ? Optional.of(Pipeline.of(products.load(text), environment))
        : Optional.empty();
  }

  private static ProfileRequest.Where published(Pipeline pipeline) {
    Contract contract = pipeline.contract();
    return new ProfileRequest.Product(
        ProductReference.parse(
            "mesh://%s@^%d".formatted(contract.name(), contract.version().major())),
        contract.schema().fields().stream()
            .filter(field -> field.traits().pii())
            .map(Field::name)
            .collect(toSet()));
  }

  private static Input.FileFormat fileFormat(String format) {
    return Stream.of(Input.FileFormat.values())
        .filter(known -> known.toString().equalsIgnoreCase(format))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "Unknown format '%s'".formatted(format),
                    "use one of "
                        + Stream.of(Input.FileFormat.values())
                            .map(Input.FileFormat::toString)
                            .collect(joining(", "))));
  }

  /** {@code raw/Order-Items.2024.csv} as {@code order_items}. */
  static String nameOf(String path) {
    String last =
        Stream.of(path.split("[/\\\\]"))
            .filter(part -> !part.isEmpty() && !part.matches(".*[*?{\\[].*"))
            .reduce((before, part) -> part)
            .orElse("");
    String word =
        last.replaceFirst("\\..*", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    boolean isName = word.matches("[a-z].*") && !word.equals("self");
    return HumanText.shorten(isName ? word : ("data_" + word).replaceFirst("_$", ""), LONGEST);
  }

  private static <T, R> R parse(String option, T given, Function<T, R> parse) {
    try {
      return parse.apply(given);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "Invalid %s: %s".formatted(option, e.getMessage()), "see mesh profile --help");
    }
  }
}
