package io.meshwright.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEntry;
import io.meshwright.governance.audit.AuditSelection;
import io.meshwright.pipeline.Environment;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh audit list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Show the newest entries of the audit log, oldest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh audit list",
      "  mesh audit list --action denied,waiver_used --since 2024-01-01",
      "  mesh audit list --resource sales.orders --limit 1000 --json"
    })
final class AuditListCommand implements Callable<Integer> {

  @Option(names = "--actor", paramLabel = "WHO", description = "Only what this principal did.")
  private Optional<String> actor;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      split = ",",
      description = "Only these: ${COMPLETION-CANDIDATES}.")
  private Set<AuditAction> actions = new LinkedHashSet<>();

  @Option(
      names = "--resource",
      paramLabel = "WHAT",
      description = "Only what was done to this, such as sales.orders.")
  private Optional<String> resource;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only entries from then on: 2024-01-14, or 2024-01-14T02:00:00Z.")
  private Optional<Instant> since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only entries before then.")
  private Optional<Instant> until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show at most so many. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private AuditOptions audit;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException(
          "Invalid limit %d: at least one entry is shown".formatted(limit),
          "give --limit 1 or more");
    }

    Environment environment = audit.environment();
    Deque<AuditEntry> newest = new ArrayDeque<>();
    long[] count = {0};
    audit
        .open(environment, Clock.systemUTC())
        .read(
            new AuditSelection(actor, actions, resource, since, until),
            entry -> {
              count[0]++;
              newest.add(entry);
              if (newest.size() > limit) {
                newest.remove();
              }
            });
    String log = audit.file(environment).toString();
    spec.commandLine()
        .getOut()
        .println(
            common.json() ? Json.print(json(log, count[0], newest)) : text(log, count[0], newest));
    return ExitCode.DONE.number();
  }

  private static String text(String log, long count, Collection<AuditEntry> entries) {
    String summary =
        "%s of %s in %s".formatted(HumanText.count(entries.size()), HumanText.entries(count), log);
    if (entries.isEmpty()) {
      return summary;
    }

    TextTable table = new TextTable("seq", "at", "actor", "action", "resource", "details");
    for (AuditEntry entry : entries) {
      table.row(
          Long.toString(entry.seq()),
          entry.at().toString(),
          entry.event().actor(),
          entry.event().action().word(),
          entry.event().resource(),
          entry.event().details().entrySet().stream()
              .map(detail -> detail.getKey() + "=" + detail.getValue())
              .collect(joining(" ")));
    }
    return table + System.lineSeparator() + summary;
  }

  private static ObjectNode json(String log, long count, Collection<AuditEntry> entries) {
    ObjectNode json = Json.object().put("log", log).put("count", count);
    json.set("entries", Json.array(entries.stream().map(AuditListCommand::json)));
    return json;
  }

  private static ObjectNode json(AuditEntry entry) {
    ObjectNode json =
        Json.object()
            .put("seq", entry.seq())
            .put("at", entry.at().toString())
            .put("actor", entry.event().actor())
            .put("action", entry.event().action().word())
            .put("resource", entry.event().resource());
    entry.event().details().forEach(json.putObject("details")::put);
    return json.put("prev_hash", entry.prevHash()).put("hash", entry.hash());
  }
}
