package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.CronSchedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTimesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15 * * * *    | 0 2 * * *       | true",
        "0 2,14 * * *    | 0 2 * * *       | true",
        "0 3 * * *       | 0 2 * * *       | false",
        "0 2 * * mon-fri | 0 2 * * *       | false",
        "0 2 * * *       | 0 2 * * mon-fri | true",
        "0 2 * * 0       | 0 2 * * 7       | true",
        "0 2 * jan *     | 0 2 * 1 *       | true",
        "0 2 1-15/7 * *  | 0 2 8 * *       | true",
        // On the first and on every monday, which mondays alone are not
        "0 2 * * mon     | 0 2 1 * mon     | false",
        "0 2 1 * mon     | 0 2 1 * mon     | true",
      })
  void knowsWhatFiresAtLeastAsOften(String one, String other, boolean includes) {
    assertThat(CronTimes.of(new CronSchedule(one)).includes(CronTimes.of(new CronSchedule(other))))
        .isEqualTo(includes);
  }
}
