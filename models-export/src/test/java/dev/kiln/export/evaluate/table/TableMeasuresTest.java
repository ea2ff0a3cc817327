package dev.kiln.export.evaluate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.data.table.ColumnWishes;
import dev.kiln.export.data.table.DrawnCustomers;
import dev.kiln.export.data.table.Table;
import dev.kiln.export.data.table.TextTable;
import dev.kiln.export.evaluate.Progress;
import dev.kiln.generation.card.ColumnSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each measure on rows for which the answer is known. */
class TableMeasuresTest {

  @Test
  void theDistanceOfShiftedNumbersIsTheShiftInDeviations() {
    double[] real = {0, 2, 4, 6};
    double[] shifted = {1, 3, 5, 7};
    double deviation = Math.sqrt(5);

    assertThat(ColumnDistance.wasserstein(real, shifted)).isCloseTo(1 / deviation, within(1e-12));
    assertThat(ColumnDistance.wasserstein(real, real)).isZero();
    assertThat(ColumnDistance.wasserstein(real, new double[] {0, 0, 2, 2, 4, 4, 6, 6})).isZero();
    assertThat(ColumnDistance.wasserstein(real, new double[0])).isNaN();
  }

  @Test
  void theDistanceOfTextsIsTheShareThatWouldHaveToChange() {
    Table real = table("x", "a", "a", "b", "");
    Table made = table("x", "a", "b", "b", "c");
    ColumnSpec column = real.columns().get(0);

    // a: 2/3 against 1/4, b: 1/3 against 1/2, c: 0 against 1/4
    assertThat(ColumnDistance.of(column, real.rows(), made.rows()))
        .isCloseTo((5 / 12.0 + 2 / 12.0 + 3 / 12.0) / 2, within(1e-12));
    assertThat(ColumnDistance.missing(column, real.rows(), made.rows())).isEqualTo(0.25);
  }

  @Test
  void associationsAreOneForWhatFollowsAndZeroForWhatDoesNot() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String half = i % 2 == 0 ? "even" : "odd";
      String quarter = i / 2 % 2 == 0 ? "first" : "second";
      int number = i % 2;
      rows.add(
          List.of(half, quarter, Integer.toString(number), Integer.toString(5 - 3 * number), half));
    }
    Table table =
        Table.of(
            new TextTable("t", List.of("half", "quarter", "number", "falling", "again"), rows),
            ColumnWishes.NONE);
    double[][] matrix = Association.matrix(table.columns(), table.rows());

    assertThat(matrix[0][1]).as("independent texts").isCloseTo(0, within(1e-9));
    assertThat(matrix[0][4]).as("equal texts").isCloseTo(1, within(1e-9));
    assertThat(matrix[2][3]).as("falling numbers").isCloseTo(-1, within(1e-9));
    assertThat(matrix[0][2]).as("a number that follows a text").isCloseTo(1, within(1e-9));
    assertThat(matrix[1][2]).as("a number that does not").isCloseTo(0, within(1e-9));
    assertThat(Association.difference(matrix, matrix)).isZero();
  }

  @Test
  void theAreaUnderTheRocCurveCountsPairsInOrder() {
    boolean[] is = {true, true, false, false};
    assertThat(ForestScore.area(is, 4, 3, 2, 1)).isEqualTo(1);
    assertThat(ForestScore.area(is, 1, 2, 3, 4)).isZero();
    assertThat(ForestScore.area(is, 1, 1, 1, 1)).isEqualTo(0.5);
    assertThat(ForestScore.area(is, 4, 2, 3, 1)).isEqualTo(0.75);
  }

  @Test
  void modelsLearnWhatTheRowsHoldAndNothingFromShuffledOnes() {
    Table learned = Table.of(DrawnCustomers.of(1, 1_200), ColumnWishes.NONE);
    Table heldOut = Table.of(DrawnCustomers.of(2, 400), learned.columns());
    ColumnSpec churned = column(learned, "churned");
    ColumnSpec spend = column(learned, "spend");

    ForestScore ofFlag = new ForestScore(learned.columns(), churned, 1);
    assertThat(ofFlag.of(learned.rows(), heldOut.rows())).isGreaterThan(0.75);
    assertThat(ofFlag.of(shuffled(learned, "churned"), heldOut.rows())).isBetween(0.35, 0.65);
    ForestScore ofNumber = new ForestScore(learned.columns(), spend, 1);
    assertThat(ofNumber.of(learned.rows(), heldOut.rows())).isGreaterThan(0.6);
  }

  @Test
  void aGeneratorThatRepeatsItsTrainingSetIsSeen() {
    Table learned = Table.of(DrawnCustomers.of(1, 300), ColumnWishes.NONE);
    Table heldOut = Table.of(DrawnCustomers.of(2, 300), learned.columns());
    List<ColumnSpec> target = List.of(column(learned, "plan"));

    TableFindings copied = TableFindings.of(heldOut, learned, learned, target, 1, Progress.NONE);
    assertThat(TableFindings.copies(copied.nearest())).isEqualTo(1);
    assertThat(TableFindings.copies(copied.nearestHeldOut())).isLessThan(0.05);
    assertThat(copied.ratio()).isEqualTo(1);
    assertThat(copied.distances()).isEqualTo(copied.floors());

    Table other = Table.of(DrawnCustomers.of(3, 300), learned.columns());
    TableFindings drawn = TableFindings.of(heldOut, learned, other, target, 1, Progress.NONE);
    assertThat(TableFindings.median(drawn.nearest()))
        .isCloseTo(TableFindings.median(drawn.nearestHeldOut()), within(0.01));
  }

  private static ColumnSpec column(Table table, String name) {
    return table.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<Map<String, @Nullable Object>> shuffled(Table table, String column) {
    List<@Nullable Object> values = new ArrayList<>();
    table.rows().forEach(row -> values.add(row.get(column)));
    Collections.shuffle(values, new Random(4));
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>(table.row(i));
      row.put(column, values.get(i));
      rows.add(row);
    }
    return rows;
  }

  private static Table table(String name, String... cells) {
    List<List<String>> rows = new ArrayList<>();
    for (String cell : cells) {
      rows.add(List.of(cell));
    }
    return Table.of(new TextTable("t", List.of(name), rows), ColumnWishes.NONE);
  }
}
