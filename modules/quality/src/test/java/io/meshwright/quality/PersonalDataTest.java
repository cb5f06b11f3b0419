package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {

  @ParameterizedTest
  @CsvSource({
    "email, contact",
    "E-Mail, contact",
    "customerEmail, contact",
    "c_phone, contact",
    "Mobile Number, contact",
    "billing.address, contact",
    "address_line_2, contact",
    "first_name, identity",
    "LastName, identity",
    "customer name, identity",
    "dateOfBirth, identity",
    "IBAN, financial",
    "card_number, financial",
    "password_hash, credential",
    "apiKey, credential"
  })
  void knowsPersonalDataByItsName(String column, String category) {
    assertThat(PersonalData.byName(column, List.of(column)))
        .contains(new PersonalData(category, "its name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "name",
        "product_name",
        "file_name",
        "emailed_at",
        "phonetics",
        "addressed",
        "n_name",
        "tokens",
        "status",
        "order key"
      })
  void letsOtherNamesPass(String column) {
    assertThat(PersonalData.byName(column, List.of(column))).isEmpty();
  }

  @Test
  void takesANameBesideContactsForThatOfAPerson() {
    List<String> customer = List.of("c_custkey", "c_name", "c_phone");

    assertThat(PersonalData.byName("c_name", customer))
        .contains(new PersonalData("identity", "its name, beside columns for contacting people"));
    assertThat(PersonalData.byName("c_custkey", customer)).isEmpty();
  }

  @Test
  void knowsPersonalDataByItsValues() {
    assertThat(PersonalData.byValues(1000, 1, 0))
        .contains(new PersonalData("contact", "1 values that hold an e-mail address"));
    assertThat(PersonalData.byValues(1000, 0, 500))
        .contains(new PersonalData("contact", "500 values that look like phone numbers"));
    assertThat(PersonalData.byValues(1000, 0, 499)).isEmpty();
    assertThat(PersonalData.byValues(0, 0, 0)).isEmpty();
  }
}
