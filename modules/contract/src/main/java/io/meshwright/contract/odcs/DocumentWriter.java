package io.meshwright.contract.odcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import io.meshwright.contract.YamlParser;
import io.meshwright.contract.export.ContractSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes contracts as one document, always the same way. What its objects share is that of the
 * first contract; where another one differs, its own stands under the object's custom properties.
 */
final class DocumentWriter {

  private static final Place PLACE = Place.startOf(Path.of("document"));

  private final OdcsVersion version;
  private final List<Keys> contracts = new ArrayList<>();
  private final List<ContractSource> sources;
  private final List<Diagnostic> notices = new ArrayList<>();
  private final List<YamlNode> objects = new ArrayList<>();
  private final List<YamlNode> servers = new ArrayList<>();
  private final List<YamlNode> clauses = new ArrayList<>();

  private DocumentWriter(List<ContractSource> sources, OdcsVersion version) {
    this.version = version;
    this.sources = sources;
    sources.forEach(source -> contracts.add(Keys.of(tree(source.contract()))));
  }

  /** A document, and what others will not understand of it. */
  record Written(YamlNode.Mapping document, List<Diagnostic> notices) {}

  static Written write(List<ContractSource> sources, OdcsVersion version) {
    DocumentWriter writer = new DocumentWriter(sources, version);
    return new Written(writer.document(), writer.notices);
  }

  /** The canonical YAML of a contract as a tree. */
  static YamlNode.Mapping tree(Contract contract) {
    return (YamlNode.Mapping)
        YamlParser.parse(PLACE.file(), ContractWriter.write(contract), new ArrayList<>())
            .orElseThrow();
  }

  private YamlNode.Mapping document() {
    Contract first = sources.get(0).contract();
    Optional<YamlNode> owner = contracts.get(0).find("owner");
    Optional<YamlNode> access = contracts.get(0).find("access");
    for (int i = 0; i < contracts.size(); i++) {
      Notes notes = new Notes(sources.get(i));
      objects.add(object(contracts.get(i), owner, access, notes));
      notices.addAll(notes.notices());
    }

    String names =
        sources.stream()
            .map(source -> "mesh://" + source.contract().name())
            .collect(Collectors.joining(" "));
    Keys team = Keys.of(owner, PLACE);
    return new Keys(PLACE)
        .text("apiVersion", version.apiVersion())
        .text("kind", "DataContract")
        .text("id", UUID.nameUUIDFromBytes(names.getBytes(UTF_8)).toString())
        .text("name", sources.size() == 1 ? first.name().product() : first.name().domain())
        .text("version", first.version().toString())
        .text("status", first.version().preRelease().isPresent() ? "draft" : "active")
        .text("domain", first.name().domain())
        .list("servers", servers)
        .list("schema", objects)
        .list("slaProperties", clauses)
        .put("team", new Keys(PLACE).put("name", team.find("team")))
        .list("roles", roles(Keys.of(access, PLACE)))
        .list("support", support(team))
        .mapping();
  }

  private YamlNode object(
      Keys contract, Optional<YamlNode> owner, Optional<YamlNode> access, Notes notes) {
    String product = contract.takeText("name").orElseThrow();
    Keys object = new Keys(PLACE).text("name", product);
    object.text("physicalType", "table").text("logicalType", "object");
    object.put("description", contract.take("description"));
    List<YamlNode> custom = new ArrayList<>();
    Contract first = sources.get(0).contract();
    override(contract, "version", first.version().toString(), custom, notes);
    override(contract, "domain", first.name().domain(), custom, notes);
    people(contract, owner, access, custom, notes);

    Keys schema = contract.takeKeys("schema");
    servers.add(server(product, schema));
    List<String> partitions =
        schema.takeItems("partitioned_by").stream()
            .flatMap(node -> Tree.text(node).stream())
            .toList();
    List<YamlNode> properties = new ArrayList<>();
    int key = 0;
    PropertyWriter writer = new PropertyWriter(version, PLACE, notes);
    for (YamlNode field : schema.takeItems("fields")) {
      Keys keys = Keys.of(Optional.of(field), PLACE);
      key += keys.has("is_primary_key") ? 1 : 0;
      int partition = partitions.indexOf(Tree.text(field, "name").orElseThrow()) + 1;
      properties.add(writer.write(keys, key, partition));
    }
    object.list("properties", properties);
    leftover(schema, "schema.", custom, notes);

    Keys sla = contract.takeKeys("sla");
    QualityWriter quality = new QualityWriter(PLACE);
    List<YamlNode> rules = new ArrayList<>();
    for (YamlNode check : sla.takeItems("quality_checks")) {
      YamlNode rule = quality.check(Keys.of(Optional.of(check), PLACE));
      notes.check(rule);
      rules.add(rule);
    }
    object.list("quality", rules);
    serviceLevel(contract, sla, product, custom, notes);
    leftover(contract, "", custom, notes);
    return object.list("customProperties", custom).mapping();
  }

  private static void override(
      Keys contract, String key, String shared, List<YamlNode> custom, Notes notes) {
    YamlNode own = contract.take(key).orElseThrow();
    if (!Tree.text(own).equals(Optional.of(shared))) {
      notes.override(key);
      custom.add(CustomKeys.write(key, own, PLACE));
    }
  }

  private void people(
      Keys contract,
      Optional<YamlNode> owner,
      Optional<YamlNode> access,
      List<YamlNode> custom,
      Notes notes) {
    Optional<YamlNode> ownOwner = contract.take("owner");
    if (isSame(ownOwner, owner)) {
      Keys rest = Keys.of(owner, PLACE);
      rest.take("team");
      rest.take("slack");
      if (isAddress(rest)) {
        rest.take("contact");
      }
      leftover(rest, "owner.", custom, notes);
    } else {
      notes.override("owner");
      custom.add(CustomKeys.write("owner", ownOwner.orElseThrow(), PLACE));
    }

    Optional<YamlNode> ownAccess = contract.take("access");
    if (isSame(ownAccess, access)) {
      Keys rest = Keys.of(access, PLACE);
      boolean hasGrants = rest.has("read") || rest.has("write");
      rest.take("read");
      rest.take("write");
      if (hasGrants
          && rest.find("discovery").flatMap(Tree::text).filter("internal"::equals).isPresent()) {
        rest.take("discovery");
      }
      leftover(rest, "access.", custom, notes);
    } else {
      notes.override("access");
      YamlNode none = new Keys(PLACE).text("discovery", "internal").mapping();
      custom.add(CustomKeys.write("access", ownAccess.orElse(none), PLACE));
    }
  }

  private static boolean isSame(Optional<YamlNode> left, Optional<YamlNode> right) {
    return left.map(Tree::value).equals(right.map(Tree::value));
  }

  private static void leftover(Keys rest, String prefix, List<YamlNode> custom, Notes notes) {
    notes.custom(rest, prefix.isEmpty() ? List.of() : List.of(prefix.split("\\.")));
    custom.addAll(CustomKeys.write(rest, prefix, PLACE));
  }

  private static YamlNode server(String product, Keys schema) {
    String location = schema.takeText("location").orElseThrow();
    String type =
        location.matches("s3[an]?:.*")
            ? "s3"
            : location.matches("(abfss?|wasbs?|adl):.*")
                ? "azure"
                : location.matches("/.*|file:.*") ? "local" : "custom";
    return new Keys(PLACE)
        .text("server", product)
        .text("type", type)
        .text(type.equals("local") ? "path" : "location", location)
        .put("format", schema.take("type"))
        .mapping();
  }

  private void serviceLevel(
      Keys contract, Keys sla, String product, List<YamlNode> custom, Notes notes) {
    Optional<String> element = contracts.size() == 1 ? Optional.empty() : Optional.of(product);
    sla.take("availability").ifPresent(share -> clause("availability", share, "percent", element));
    Keys freshness = sla.takeKeys("freshness");
    freshness.take("max_age_hours").ifPresent(hours -> clause("latency", hours, "h", element));
    freshness
        .take("update_schedule")
        .ifPresent(schedule -> clause("frequency", schedule, "cron", element));
    leftover(freshness, "sla.freshness.", custom, notes);
    Keys completeness = sla.takeKeys("completeness");
    completeness
        .take("min_threshold")
        .ifPresent(share -> clause("completeness", share, "percent", element));
    leftover(completeness, "sla.completeness.", custom, notes);
    contract.take("retention_days").ifPresent(days -> clause("retention", days, "d", element));
    leftover(sla, "sla.", custom, notes);
  }

  private void clause(String property, YamlNode value, String unit, Optional<String> element) {
    String text = Tree.text(value).orElseThrow();
    Keys clause = new Keys(PLACE).text("property", property);
    if (unit.equals("cron")) {
      clause.text("value", text);
    } else {
      clause.raw("value", text.replace("%", ""));
    }
    clauses.add(clause.text("unit", unit).text("element", element).mapping());
  }

  private static List<YamlNode> roles(Keys access) {
    List<YamlNode> roles = new ArrayList<>();
    for (String right : List.of("read", "write")) {
      for (YamlNode grantee : access.takeItems(right)) {
        Keys role = new Keys(PLACE);
        Tree.text(grantee, "role").ifPresent(name -> role.text("role", name).text("access", right));
        Tree.text(grantee, "domain")
            .ifPresent(
                name ->
                    role.text("role", name)
                        .text("access", right)
                        .list(
                            "customProperties",
                            List.of(
                                CustomKeys.write(
                                    PeopleReader.KIND, Tree.text(PLACE, "domain"), PLACE))));
        roles.add(role.mapping());
      }
    }
    return roles;
  }

  private static boolean isAddress(Keys owner) {
    return owner
        .find("contact")
        .flatMap(Tree::text)
        .filter(PeopleReader.ADDRESS.asMatchPredicate())
        .isPresent();
  }

  private static List<YamlNode> support(Keys owner) {
    List<YamlNode> channels = new ArrayList<>();
    if (isAddress(owner)) {
      String contact = owner.find("contact").flatMap(Tree::text).orElseThrow();
      channels.add(channel("email", contact, "mailto:" + contact));
    }
    owner
        .find("slack")
        .flatMap(Tree::text)
        .ifPresent(
            slack ->
                channels.add(
                    channel(
                        "slack",
                        slack,
                        "https://slack.com/app_redirect?channel="
                            + slack.replaceAll("[^A-Za-z0-9_-]", ""))));
    return channels;
  }

  private static YamlNode channel(String tool, String channel, String url) {
    return new Keys(PLACE).text("channel", channel).text("tool", tool).text("url", url).mapping();
  }
}
