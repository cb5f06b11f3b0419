package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link SubjectKeyStore} must do. A store's own test extends this. */
abstract class SubjectKeyStoreConformance {

  static final ProductName ORDERS = ProductName.of("sales", "orders");
  static final String ANNA = token(1);
  static final String BEN = token(2);
  static final Instant NOON = Instant.parse("2024-01-14T12:00:00Z");

  private static final String EMAIL = "sales.orders/email";

  /** A store that sees what the ones before it in this test have kept. */
  abstract SubjectKeyStore open();

  /** The keysets that wrap what the store keeps. */
  abstract KeyProvider keys();

  @Test
  void makesAKeyForEachPersonAndKeepsIt() {
    assertThat(open().find(ORDERS, Set.of(ANNA, BEN))).isEmpty();

    Map<String, SubjectKeys> made = open().obtain(ORDERS, Set.of(ANNA, BEN));

    assertThat(made).containsOnlyKeys(ANNA, BEN);
    assertThat(open().obtain(ORDERS, Set.of(ANNA, BEN))).isEqualTo(made);
    assertThat(open().find(ORDERS, Set.of(ANNA, token(3)))).isEqualTo(Map.of(ANNA, made.get(ANNA)));
    assertThat(made.values())
        .extracting(person -> person.current().orElseThrow().wrapped())
        .doesNotHaveDuplicates();
  }

  @Test
  void makesOnlyTheKeysThatAreMissing() {
    SubjectKeys anna = open().obtain(ORDERS, Set.of(ANNA)).get(ANNA);

    assertThat(open().obtain(ORDERS, Set.of(ANNA, BEN))).containsEntry(ANNA, anna).hasSize(2);
  }

  @Test
  void givesTheSameKeysToAllWhoAskAtOnce() throws Exception {
    int callers = 8;
    Set<String> persons =
        IntStream.range(0, 40).mapToObj(i -> token(i)).collect(Collectors.toSet());
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    Callable<Map<String, SubjectKeys>> call = () -> open().obtain(ORDERS, persons);
    Set<Map<String, SubjectKeys>> seen = new HashSet<>();
    try {
      for (Future<Map<String, SubjectKeys>> answer :
          threads.invokeAll(Collections.nCopies(callers, call))) {
        seen.add(answer.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(seen).singleElement().satisfies(made -> assertThat(made).hasSize(40));
  }

  @Test
  void destroysOnePersonsKeyForGood() {
    Map<String, SubjectKeys> before = open().obtain(ORDERS, Set.of(ANNA, BEN));
    KeyId id = before.get(ANNA).current().orElseThrow().id();

    assertThat(open().destroy(ORDERS, ANNA, NOON)).isTrue();

    assertThat(open().find(ORDERS, Set.of(ANNA, BEN)))
        .isEqualTo(
            Map.of(
                ANNA,
                new SubjectKeys(Optional.empty(), List.of(new SubjectKeys.Destroyed(id, NOON))),
                BEN,
                before.get(BEN)));
    assertThat(open().destroy(ORDERS, ANNA, NOON.plusSeconds(60))).isFalse();
    assertThat(open().destroy(ORDERS, token(3), NOON)).isFalse();
    assertThat(open().find(ORDERS, Set.of(token(3)))).isEmpty();
  }

  @Test
  void givesAPersonWhoComesBackAnotherKey() {
    WrappedSubjectKey old = current(open().obtain(ORDERS, Set.of(ANNA)));
    byte[] before = cipher().encrypt("a@example.com".getBytes(UTF_8), ANNA, old.toBytes());
    open().destroy(ORDERS, ANNA, NOON);

    SubjectKeys anna = open().obtain(ORDERS, Set.of(ANNA)).get(ANNA);

    assertThat(anna.destroyed()).containsExactly(new SubjectKeys.Destroyed(old.id(), NOON));
    assertThat(anna.current().orElseThrow().id()).isNotEqualTo(old.id());
    byte[] after =
        cipher()
            .encrypt("b@example.com".getBytes(UTF_8), ANNA, anna.current().orElseThrow().toBytes());
    assertThat(decrypt(before, anna)).isEmpty();
    assertThat(decrypt(after, anna)).contains("b@example.com");
    open().destroy(ORDERS, ANNA, NOON.plusSeconds(60));
    assertThat(open().find(ORDERS, Set.of(ANNA)).get(ANNA).destroyed())
        .extracting(SubjectKeys.Destroyed::at)
        .containsExactly(NOON, NOON.plusSeconds(60));
  }

  @Test
  void keepsTheKeysOfAnotherProduct() {
    ProductName customers = ProductName.of("sales", "customers");
    Map<String, SubjectKeys> others = open().obtain(customers, Set.of(ANNA));
    open().obtain(ORDERS, Set.of(ANNA));

    open().destroy(ORDERS, ANNA, NOON);

    assertThat(open().find(customers, Set.of(ANNA))).isEqualTo(others);
  }

  @Test
  void readsKeysThatWereWrappedBeforeARotation() {
    WrappedSubjectKey key = current(open().obtain(ORDERS, Set.of(ANNA)));
    byte[] old = cipher().encrypt("a@example.com".getBytes(UTF_8), ANNA, key.toBytes());

    keys().rotate(KeyName.ofSubjects(ORDERS));

    assertThat(decrypt(old, open().find(ORDERS, Set.of(ANNA)).get(ANNA))).contains("a@example.com");
    assertThat(current(open().obtain(ORDERS, Set.of(ANNA)))).isEqualTo(key);
  }

  @Test
  void doesNotUnwrapOnePersonsKeyForAnother() {
    byte[] anna = current(open().obtain(ORDERS, Set.of(ANNA))).toBytes();

    assertThatThrownBy(() -> cipher().encrypt("b@example.com".getBytes(UTF_8), BEN, anna))
        .isInstanceOfSatisfying(
            ProtectionException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DENIED))
        .hasNoCause()
        .hasMessageMatching(
            "(?s)Cannot unwrap a person's key, id [0-9A-F]{8}: sales.orders/subjects did not wrap"
                + " it for this person.*");
  }

  @Test
  void refusesWhatIsNoToken() {
    assertThatThrownBy(() -> open().find(ORDERS, Set.of("anna@example.com")))
        .hasMessage(
            """
            Cannot find the keys of persons of sales.orders: a token is not 64 hexadecimal digits
                fix: read the subject_key of the table that a run published\
            """);
  }

  @Test
  void saysNothingSecretOfAKey() {
    WrappedSubjectKey key = current(open().obtain(ORDERS, Set.of(ANNA)));

    assertThat(key).hasToString("subject key id " + key.id());
  }

  static String token(int person) {
    return "%02x".formatted(person).repeat(32);
  }

  private static WrappedSubjectKey current(Map<String, SubjectKeys> persons) {
    return persons.get(ANNA).current().orElseThrow();
  }

  private SubjectCipher cipher() {
    return new SubjectCipher(
        keys().obtain(KeyName.ofColumns(ORDERS, "email")),
        keys().load(KeyName.ofSubjects(ORDERS)),
        EMAIL);
  }

  private Optional<String> decrypt(byte[] encrypted, SubjectKeys anna) {
    return cipher()
        .decrypt(
            encrypted,
            anna.current().map(key -> new SubjectCipher.Person(ANNA, key.toBytes())),
            anna.destroyedIds())
        .map(plain -> new String(plain, UTF_8));
  }
}
