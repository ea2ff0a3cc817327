package dev.kiln.export.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.data.Holdout;
import dev.kiln.generation.card.ColumnSpec;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final TextTable CUSTOMERS = DrawnCustomers.of(1, 2_000);

  @Test
  void drawnCustomersAreMixedAndHaveGaps() {
    Table table = Table.of(CUSTOMERS, ColumnWishes.NONE);

    assertThat(table.columns().stream().map(c -> c.type().spelling()))
        .containsExactly(
            "categorical",
            "integer",
            "real",
            "categorical",
            "boolean",
            "integer",
            "real",
            "integer",
            "boolean");
    assertThat(table.columns().stream().filter(ColumnSpec::nullable).map(ColumnSpec::name))
        .containsExactly("age", "income", "satisfaction");
    assertThat(DrawnCustomers.of(1, 2_000)).isEqualTo(CUSTOMERS);
    assertThat(DrawnCustomers.of(2, 2_000)).isNotEqualTo(CUSTOMERS);
  }

  /** A row is encoded in single precision. */
  private static final Comparator<Double> TO_SEVEN_DIGITS =
      (one, other) -> Math.abs(one - other) <= 1e-7 * Math.abs(other) ? 0 : one.compareTo(other);

  @Test
  void everyRowIsEncodedAndComesBack() {
    Table table = Table.of(CUSTOMERS, ColumnWishes.NONE);
    float[] row = new float[(int) table.shape()[0]];
    for (int i = 0; i < table.size(); i++) {
      table.read(i, row, 0);
      assertThat(table.codec().decode(row, 0))
          .usingRecursiveComparison()
          .withComparatorForType(TO_SEVEN_DIGITS, Double.class)
          .isEqualTo(table.row(i));
    }
  }

  @Test
  void aTrainingAndAnEvaluationHoldOutTheSameRows() {
    TableParts parts = TableParts.of(CUSTOMERS, new Holdout(0.2));

    assertThat(parts.heldOut().rows().size() / 2000.0).isCloseTo(0.2, within(0.03));
    assertThat(TableParts.of(CUSTOMERS, new Holdout(0.2))).isEqualTo(parts);
    Set<List<String>> learned = new HashSet<>(parts.learned().rows());
    assertThat(parts.heldOut().rows()).noneMatch(learned::contains);
    assertThat(TableParts.of(CUSTOMERS, new Holdout(0)).learned()).isEqualTo(CUSTOMERS);
  }

  @Test
  void columnsOfACardMustBeThere() {
    List<ColumnSpec> columns = Table.of(CUSTOMERS, ColumnWishes.NONE).columns();
    TextTable other = new TextTable("other.csv", List.of("country"), List.of(List.of("DE")));

    assertThat(Table.of(other, columns.subList(0, 1)).row(0)).containsEntry("country", "DE");
    assertThatThrownBy(() -> Table.of(other, columns))
        .hasMessage("other.csv has no column \"age\", it has country");
    assertThatThrownBy(
            () ->
                Table.of(
                    new TextTable("other.csv", List.of("age"), List.of(List.of("old"))),
                    columns.subList(1, 2)))
        .hasMessage("column \"age\" of other.csv is integer, row 1 holds \"old\"");
  }

  @Test
  void theNormalScaleIsTheNormalDistribution() {
    assertThat(NormalScale.probability(0)).isEqualTo(0.5);
    assertThat(NormalScale.probability(1.959964)).isCloseTo(0.975, within(1e-6));
    assertThat(NormalScale.probability(-3)).isCloseTo(0.0013498980, within(1e-9));
  }
}
