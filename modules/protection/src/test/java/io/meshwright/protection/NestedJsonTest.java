package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.FieldType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import net.jqwik.api.constraints.WithNull;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

class NestedJsonTest {

  @Test
  void printsWhatFromJsonReads() {
    ValueEncoding encoding =
        encoding("struct<name:string,tags:array<integer>,sums:map<date,decimal(6,2)>>");
    Map<Object, Object> sums = new LinkedHashMap<>();
    sums.put(19736, new BigDecimal("10.00"));

    byte[] bytes =
        encoding.encode(RowFactory.create("Ada", seq(Arrays.asList(1, null)), map(sums)));

    assertThat(new String(bytes, UTF_8))
        .isEqualTo(
            """
            {"name":"Ada","tags":[1,null],"sums":[{"key":"2024-01-14","value":10.00}]}""");
  }

  @Property(tries = 300)
  void readsListsOfTextBack(
      @ForAll @Size(max = 5) List<@WithNull @StringLength(max = 8) String> texts) {
    ValueEncoding encoding = encoding("array<string>");

    assertThat(encoding.decode("a.b/c", encoding.encode(seq(texts)))).isEqualTo(texts);
  }

  @Property(tries = 300)
  void readsMapsAndStructsBack(
      @ForAll @UniqueElements @Size(max = 4) List<Long> keys,
      @ForAll @WithNull Double number,
      @ForAll @BigRange(min = "-99999999999999999999999", max = "99999999999999999999999") @Scale(3)
          BigDecimal decimal) {
    ValueEncoding encoding =
        encoding("map<long,struct<d:double,e:decimal(38,3),f:float,g:boolean,h:timestamp_ntz>>");
    BigDecimal exact = decimal.setScale(3);
    Map<Object, Object> map = new LinkedHashMap<>();
    keys.forEach(
        key ->
            map.put(
                key,
                RowFactory.create(
                    number,
                    exact,
                    number == null ? null : number.floatValue(),
                    key % 2 == 0,
                    LocalDateTime.of(1, 1, 1, 0, 0).plusSeconds(Math.abs(key % 1000)))));

    assertThat(encoding.decode("a.b/c", encoding.encode(map(map)))).isEqualTo(map);
  }

  @Test
  void keepsNumbersThatJsonDoesNotHave() {
    ValueEncoding encoding = encoding("array<double>");
    List<Object> numbers =
        List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, 1e300);

    byte[] bytes = encoding.encode(seq(numbers));

    assertThat(encoding.decode("a.b/c", bytes)).isEqualTo(numbers);
  }

  @Test
  void refusesWhatIsOfAnotherTypeWithoutShowingIt() {
    for (String text : List.of("{\"a\":1}", "[\"secret\"]", "secret", "[{\"a\":1}]", "")) {
      assertThatThrownBy(() -> encoding("array<integer>").decode("a.b/c", text.getBytes(UTF_8)))
          .as(text)
          .hasNoCause()
          .hasMessage(
              """
              Cannot reveal a.b/c: a value in it is no ARRAY<INT>
                  fix: read it with the contract it was published with""");
    }
  }

  private static ValueEncoding encoding(String type) {
    return ValueEncoding.of(FieldType.parse(type));
  }

  private static Object seq(List<?> elements) {
    return JavaConverters.asScalaBuffer(new ArrayList<Object>(elements)).toSeq();
  }

  private static Object map(Map<?, ?> entries) {
    return JavaConverters.mapAsScalaMap(entries);
  }
}
