package io.meshwright.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.governance.ColumnLineage.InputColumn;
import io.meshwright.governance.ColumnLineage.Kind;
import io.meshwright.governance.ColumnLineage.Source;
import io.meshwright.governance.PersonalDataFlow.Declared;
import io.meshwright.governance.PersonalDataFlow.Treatment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonalDataFlowTest {

  private static final InputColumn EMAIL = new InputColumn("customers", "email");
  private static final InputColumn ID = new InputColumn("customers", "id");
  private static final List<InputColumn> INPUTS = List.of(EMAIL, ID);
  private static final PersonalInputs EMAILS = new PersonalInputs(Set.of(), Set.of(EMAIL));

  @Test
  void findsWhereThePersonalDataOfAnInputGoes() {
    ColumnLineage lineage =
        new ColumnLineage(
            List.of(
                direct("contact", EMAIL, "mail"),
                direct("token", EMAIL),
                direct("shown", EMAIL),
                direct("id", ID)));

    List<PersonalDataFlow> flows =
        PersonalDataFlow.find(
            lineage, INPUTS, EMAILS, new Declared(Set.of("token", "shown"), Set.of("token")));

    assertThat(flows)
        .containsExactly(
            flow("contact", "customers.email -> mail -> contact", Treatment.UNDECLARED),
            flow("token", "customers.email -> token", Treatment.PROTECTED),
            flow("shown", "customers.email -> shown", Treatment.DECLARED));
  }

  @Test
  void leavesAnswersAboutPersonalDataAlone() {
    ColumnLineage lineage =
        new ColumnLineage(
            List.of(
                new ColumnLineage.Derived(
                    "customers", List.of(new Source(EMAIL, Kind.INDIRECT, List.of())), true)));

    assertThat(PersonalDataFlow.find(lineage, INPUTS, EMAILS, new Declared(Set.of(), Set.of())))
        .isEmpty();
  }

  @Test
  void knowsNamesThatPoliciesListInAnyLetterCase() {
    PersonalInputs personal = new PersonalInputs(Set.of("E_Mail"), Set.of());

    assertThat(personal.contains(new InputColumn("any", "e_mail"))).isTrue();
    assertThat(personal.contains(EMAIL)).isFalse();
  }

  @Test
  void takesWhatDoesNotShowForAnErrorWhereInputsHoldPersonalData() {
    ColumnLineage lineage =
        new ColumnLineage(List.of(new ColumnLineage.Derived("score", List.of(), false)));
    Declared nothing = new Declared(Set.of(), Set.of());

    List<PersonalDataFlow> flows = PersonalDataFlow.find(lineage, INPUTS, EMAILS, nothing);

    assertThat(flows)
        .containsExactly(
            new PersonalDataFlow("score", Optional.empty(), "score", Treatment.UNKNOWN));
    assertThat(PersonalDataFlow.find(lineage, INPUTS, PersonalInputs.NONE, nothing)).isEmpty();
    assertThat(
            PersonalDataFlow.find(
                lineage.orDeclared(Map.of("score", List.of(ID))), INPUTS, EMAILS, nothing))
        .isEmpty();
  }

  @Test
  void saysWhatIsWrongAndHowToMendIt() {
    PersonalDataFlow flow =
        flow("contact", "customers.email -> mail -> contact", Treatment.UNDECLARED);

    assertThat(flow.problem() + "\n" + flow.fix())
        .isEqualTo(
            """
            column 'contact' is made from personal data (customers.email -> mail -> contact), \
            and the contract does not say so
            give field 'contact' is_pii: true and protect: encrypt, tokenize, mask or drop; \
            or leave the column out""");
  }

  @Test
  void readsInputColumnsAndRefusesAnythingElse() {
    assertThat(InputColumn.parse("customers.address.city"))
        .isEqualTo(new InputColumn("customers", "address.city"))
        .hasToString("customers.address.city");
    assertThatThrownBy(() -> InputColumn.parse("email"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid input column 'email': expected input.column, such as customers.email");
  }

  private static PersonalDataFlow flow(String column, String path, Treatment treatment) {
    return new PersonalDataFlow(column, Optional.of(EMAIL), path, treatment);
  }

  private static ColumnLineage.Derived direct(String name, InputColumn from, String... via) {
    return new ColumnLineage.Derived(
        name, List.of(new Source(from, Kind.DIRECT, List.of(via))), true);
  }
}
