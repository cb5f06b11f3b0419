package io.meshwright.protection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ProductName;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Keeps persons' keys in a folder, wrapped: {@code sales.orders/subjects/3f.json} has those of the
 * tokens that begin with {@code 3f}.
 *
 * <p>A file is replaced whole or not at all. A key that was destroyed is in no file any more; a
 * copy of the folder has it until the copy is deleted.
 */
public final class FolderSubjectKeyStore implements SubjectKeyStore {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{64}");
  private static final int SHARD_DIGITS = 2;

  private final AtomicFolder folder;
  private final KeyProvider keys;

  private FolderSubjectKeyStore(AtomicFolder folder, KeyProvider keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /**
   * Persons' keys in the folder of a product's keysets, or in another.
   *
   * @param keys has the keyset that wraps them
   */
  public static FolderSubjectKeyStore of(Path folder, KeyProvider keys) {
    return new FolderSubjectKeyStore(new AtomicFolder(folder), keys);
  }

  @Override
  public Map<String, SubjectKeys> obtain(ProductName product, Set<String> tokens) {
    Map<String, SubjectKeys> found = new HashMap<>();
    shards(product, tokens)
        .forEach(
            (file, ofShard) -> {
              Map<String, SubjectKeys> there = read(product, file, folder.find(file));
              boolean complete =
                  ofShard.stream()
                      .map(token -> there.getOrDefault(token, SubjectKeys.NONE))
                      .allMatch(person -> person.current().isPresent());
              select(complete ? there : create(product, file, ofShard), ofShard, found);
            });
    return found;
  }

  @Override
  public Map<String, SubjectKeys> find(ProductName product, Set<String> tokens) {
    Map<String, SubjectKeys> found = new HashMap<>();
    shards(product, tokens)
        .forEach((file, ofShard) -> select(read(product, file, folder.find(file)), ofShard, found));
    return found;
  }

  @Override
  public boolean destroy(ProductName product, String token, Instant at) {
    if (findCurrent(find(product, Set.of(token)), token).isEmpty()) {
      return false;
    }

    List<WrappedSubjectKey> gone = new ArrayList<>();
    String file = shards(product, Set.of(token)).keySet().iterator().next();
    folder.update(
        file,
        old -> {
          Map<String, SubjectKeys> there = read(product, file, old);
          findCurrent(there, token).ifPresent(gone::add);
          there.computeIfPresent(token, (person, had) -> had.destroyed(at));
          return Optional.of(print(product, there));
        });
    return !gone.isEmpty();
  }

  @Override
  public String toString() {
    return "the key folder " + folder;
  }

  private Map<String, SubjectKeys> create(ProductName product, String file, Set<String> tokens) {
    WrappedKeyset subjects = keys.obtain(KeyName.ofSubjects(product));
    String text =
        folder.update(
            file,
            old -> {
              Map<String, SubjectKeys> there = read(product, file, old);
              for (String token : tokens) {
                SubjectKeys person = there.getOrDefault(token, SubjectKeys.NONE);
                if (person.current().isEmpty()) {
                  there.put(token, person.with(SubjectKey.create(subjects, token, person)));
                }
              }
              return Optional.of(print(product, there));
            });
    return read(product, file, Optional.of(text));
  }

  private static Optional<WrappedSubjectKey> findCurrent(
      Map<String, SubjectKeys> persons, String token) {
    return persons.getOrDefault(token, SubjectKeys.NONE).current();
  }

  private static void select(
      Map<String, SubjectKeys> there, Set<String> tokens, Map<String, SubjectKeys> found) {
    tokens.stream().filter(there::containsKey).forEach(token -> found.put(token, there.get(token)));
  }

  /** The files of these persons, each with those of the persons that are in it. */
  private static Map<String, Set<String>> shards(ProductName product, Set<String> tokens) {
    Map<String, Set<String>> shards = new TreeMap<>();
    for (String token : tokens) {
      if (!TOKEN.matcher(token).matches()) {
        throw ProtectionException.invalid(
            "Cannot find the keys of persons of %s: a token is not 64 hexadecimal digits"
                .formatted(product),
            "read the subject_key of the table that a run published");
      }
      shards
          .computeIfAbsent(
              "%s/subjects/%s.json".formatted(product, token.substring(0, SHARD_DIGITS)),
              file -> new TreeSet<>())
          .add(token);
    }
    return shards;
  }

  private static String print(ProductName product, Map<String, SubjectKeys> persons) {
    ObjectNode file = JSON.createObjectNode().put("product", product.toString());
    ObjectNode all = file.putObject("persons");
    persons.forEach(
        (token, person) -> {
          ObjectNode written = all.putObject(token);
          person
              .current()
              .ifPresent(key -> written.put("id", key.id().toString()).put("key", key.wrapped()));
          if (!person.destroyed().isEmpty()) {
            ObjectNode destroyed = written.putObject("destroyed");
            person
                .destroyed()
                .forEach(key -> destroyed.put(key.id().toString(), key.at().toString()));
          }
        });
    return file.toString();
  }

  private Map<String, SubjectKeys> read(ProductName product, String file, Optional<String> text) {
    Map<String, SubjectKeys> persons = new TreeMap<>();
    if (text.isEmpty()) {
      return persons;
    }
    try {
      JsonNode root = JSON.readTree(text.get());
      if (!root.path("product").asText().equals(product.toString())) {
        throw ProtectionException.invalid(
            "Cannot use the keys of persons of %s: %s in %s holds those of another product"
                .formatted(product, file, this),
            "restore the file that belongs here");
      }
      root.path("persons")
          .fields()
          .forEachRemaining(person -> persons.put(person.getKey(), person(person.getValue())));
      return persons;
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw ProtectionException.invalid(
          "Cannot read the keys of persons of %s: %s in %s is damaged"
              .formatted(product, file, this),
          "restore it from a copy that is younger than the last erasure, or destroy the keys of"
              + " those who were erased since once more");
    }
  }

  private static SubjectKeys person(JsonNode written) {
    List<SubjectKeys.Destroyed> destroyed = new ArrayList<>();
    written
        .path("destroyed")
        .fields()
        .forEachRemaining(
            key ->
                destroyed.add(
                    new SubjectKeys.Destroyed(
                        KeyId.parse(key.getKey()), Instant.parse(key.getValue().asText()))));
    Optional<WrappedSubjectKey> current =
        written.has("id")
            ? Optional.of(
                new WrappedSubjectKey(
                    KeyId.parse(written.get("id").asText()), written.path("key").asText()))
            : Optional.empty();
    return new SubjectKeys(current, destroyed);
  }
}
