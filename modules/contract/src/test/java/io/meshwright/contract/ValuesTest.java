package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values of a contract: amounts, conditions, schedules, secrets, access, nulls. */
class ValuesTest {

  @ParameterizedTest
  @CsvSource({"26, 26", "26.0, 26", "0.10%, 0.1%", "100%, 100%", "' 5 %', 5%", "-3, -3"})
  void printsAmountsCanonically(String text, String printed) {
    assertThat(Amount.parse(text)).hasToString(printed).isEqualTo(Amount.parse(printed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "few", "1e9", "1,5", "1e999999999%"})
  void rejectsWhatIsNoAmount(String text) {
    assertThatThrownBy(() -> Amount.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid amount '%s'", text);
  }

  @ParameterizedTest
  @CsvSource({"0.1%, 15000, 15", "0.1%, 999, 0", "3, 10, 3", "100%, 7, 7"})
  void allowsSoManyRows(String amount, long rows, long allowed) {
    assertThat(Amount.parse(amount).of(rows)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"quality_check_failed", "age_hours > 26", "row_count_change >= 50%", "a.b != 0.5"})
  void printsTheConditionItParses(String text) {
    assertThat(Condition.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "> 26", "age >", "age >> 26", "age > many", "Age > 1", "a b"})
  void rejectsWhatIsNoCondition(String text) {
    assertThatThrownBy(() -> Condition.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0 2 * * *, 2024-01-14T02:00:00Z 2024-01-15T02:00:00Z 2024-01-16T02:00:00Z",
    "30 */12 14 * *, 2024-01-14T00:30:00Z 2024-01-14T12:30:00Z",
    "0 9 * * mon-fri, 2024-01-15T09:00:00Z 2024-01-16T09:00:00Z",
    "0 9 * * 7, 2024-01-14T09:00:00Z",
    "'0 9 16 * 0', 2024-01-14T09:00:00Z 2024-01-16T09:00:00Z",
    "0 9 16 feb *, ''",
    "'50/5 1-3/2 15 * *', 2024-01-15T01:50:00Z 2024-01-15T01:55:00Z 2024-01-15T03:50:00Z 2024-01-15T03:55:00Z"
  })
  void tellsTheTimesOfASchedule(String schedule, String times) {
    Instant from = Instant.parse("2024-01-14T00:00:00Z");

    assertThat(new CronSchedule(schedule).times(from, from.plus(Duration.ofDays(3))))
        .extracting(Instant::toString)
        .containsExactly(times.isEmpty() ? new String[0] : times.split(" "));
  }

  @Test
  void countsAScheduledTimeFromItsStartToBeforeTheEnd() {
    Instant two = Instant.parse("2024-01-14T02:00:00Z");
    CronSchedule daily = new CronSchedule("0 2 * * *");

    assertThat(daily.times(two, two.plusSeconds(1))).containsExactly(two);
    assertThat(daily.times(two.minusSeconds(1), two)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 2 * * *",
        "*/15 6-20 * * mon-fri",
        "0 0 1,15 jan-jun *",
        "0 0 * * 7",
        "5/10 * * * *"
      })
  void acceptsSchedules(String text) {
    assertThat(new CronSchedule(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0 2 * *",
        "60 * * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 * 13 *",
        "0 0 * * 8",
        "*/0 * * * *",
        "5-1 * * * *",
        "1- * * * *",
        "@daily",
        "0 0 * * funday"
      })
  void rejectsWhatIsNoSchedule(String text) {
    assertThatThrownBy(() -> new CronSchedule(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid schedule '%s'", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"env:PGPASSWORD", "file:/run/secrets/pg"})
  void printsTheSecretReferenceItParses(String text) {
    assertThat(SecretReference.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "ENV:hunter2", "vault:hunter2", "hunter2:env:"})
  void rejectsASecretWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> SecretReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid secret reference: expected env:NAME or file:PATH, not the secret itself")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "analyst, hr, true",
    "writer, hr, true",
    "guest, marketing, true",
    "guest, sales, true",
    "guest, hr, false",
    "marketing, hr, false"
  })
  void letsGranteesWritersAndTheOwnersDomainRead(String role, String domain, boolean may) {
    Access access =
        new Access(
            Classification.PUBLIC,
            List.of(
                new Access.Grantee(Access.Grantee.Kind.ROLE, "analyst"),
                new Access.Grantee(Access.Grantee.Kind.DOMAIN, "marketing")),
            List.of(new Access.Grantee(Access.Grantee.Kind.ROLE, "writer")));

    assertThat(access.mayRead(new Principal("ann", Set.of(role), domain), "sales")).isEqualTo(may);
  }

  @Test
  void isNullableUnlessAKeyOrARuleThatKeepsRowsOut() {
    Assertion notNull = new Assertion.NotNull("a");

    assertThat(field(false).isNullable()).isTrue();
    assertThat(field(true).isNullable()).isFalse();
    assertThat(field(false, Rule.of("r", notNull, Severity.ERROR)).isNullable()).isFalse();
    assertThat(field(false, Rule.of("r", notNull, Severity.WARNING)).isNullable()).isTrue();
    Rule partial =
        new Rule(
            "r",
            notNull,
            Severity.ERROR,
            Amount.none(),
            new Rule.Scope(Optional.of("b > 0"), false),
            List.of());
    assertThat(field(false, partial).isNullable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 999, 3_600_000_000_000L, 5_400_000_000_000L, 1_234_567_890_123_456L})
  void printsHoursThatReadBackToTheNanosecond(long nanos) {
    Duration duration = Duration.ofNanos(nanos);

    assertThat(Decimals.findHours(Decimals.toHours(duration))).hasValue(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "retension_days, retention_days",
    "NAME, name",
    "nmae, name",
    "slak, slack",
    "minimum, min",
    "uniq, unique"
  })
  void guessesTheNameThatWasMeant(String text, String meant) {
    List<String> known =
        List.of("retention_days", "name", "slack", "min", "max", "unique", "description");

    assertThat(NearestName.find(text, known)).hasValue(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zzz", "", "completely_different"})
  void guessesNothingWhereNothingIsNear(String text) {
    assertThat(NearestName.find(text, List.of("name", "min", "description"))).isEmpty();
  }

  private static Field field(boolean primaryKey, Rule... rules) {
    Field.Traits traits =
        new Field.Traits(
            primaryKey,
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Field(
        "a", FieldType.Atomic.LONG, Optional.empty(), traits, List.of(rules), Optional.empty());
  }
}
