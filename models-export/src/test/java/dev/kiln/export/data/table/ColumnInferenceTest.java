package dev.kiln.export.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnInferenceTest {

  @Test
  void typesFollowTheValues() {
    assertThat(only("true", "False", "TRUE").type()).isEqualTo(ColumnType.BOOLEAN);
    assertThat(only("1", "-20", "0").type()).isEqualTo(ColumnType.INTEGER);
    assertThat(only("1", "2.50", "-3e2").type()).isEqualTo(ColumnType.REAL);
    assertThat(only("1", "2", "x").type()).isEqualTo(ColumnType.CATEGORICAL);
    assertThat(only("yes", "no").type()).isEqualTo(ColumnType.CATEGORICAL);
  }

  @Test
  void aCodeWithALeadingZeroIsNoNumber() {
    assertThat(only("01067", "99084").type()).isEqualTo(ColumnType.CATEGORICAL);
    assertThat(only("0", "0.5").type()).isEqualTo(ColumnType.REAL);
  }

  @Test
  void whatStandsForNoNumberIsMissingAmongNumbersAndATextAmongTexts() {
    ColumnSpec number = only("3", "NA", "", "5");
    assertThat(number.type()).isEqualTo(ColumnType.INTEGER);
    assertThat(number.nullable()).isTrue();
    ColumnSpec text = only("NA", "DE", "ZA"); // Namibia
    assertThat(text.categories()).containsExactly("DE", "NA", "ZA");
    assertThat(text.nullable()).isFalse();
    assertThat(only("a", "", "b").nullable()).isTrue();
  }

  @Test
  void decimalsAreKeptAsWritten() {
    assertThat(only("1.5", "2.250", "3").decimals()).isEqualTo(3);
    assertThat(only("0.1234567890123", "1").decimals()).isNull();
  }

  @Test
  void knotsReachFromTheSmallestToTheLargestValue() {
    ColumnSpec column =
        only(IntStream.rangeClosed(1, 1000).mapToObj(String::valueOf).toArray(String[]::new));
    assertThat(column.knots()).isSorted().startsWith(1.0).endsWith(1000.0);
    assertThat(column.knots().get(column.knots().size() / 2)).isBetween(499.0, 502.0);
  }

  @Test
  void aUserKnowsBetter() {
    TextTable table = table(List.of("id", "zip"), List.of("17", "10115"), List.of("18", "80331"));
    List<ColumnSpec> columns =
        ColumnInference.columns(table, ColumnWishes.parse("id:skip,zip:categorical"));
    assertThat(columns).hasSize(1);
    assertThat(columns.get(0).categories()).containsExactly("10115", "80331");
  }

  @Test
  void saysWhichWishCannotBe() {
    TextTable table = table(List.of("a", "b"), List.of("1", "x"), List.of("2", "y"));
    assertRefused(table, "c:real", "--columns names \"c\", table.csv has the columns a, b");
    assertRefused(
        table, "b:real", "column \"b\" of table.csv was said to be real, row 1 holds \"x\"");
    assertRefused(table, "a:skip,b:skip", "--columns leaves out every column of table.csv");
    assertThatThrownBy(() -> ColumnWishes.parse("a:number"))
        .hasMessage(
            "--columns takes NAME:TYPE with commas between, TYPE one of real, integer, categorical, boolean,"
                + " skip; was \"a:number\"");
  }

  private static void assertRefused(TextTable table, String wishes, String sentence) {
    assertThatThrownBy(() -> ColumnInference.columns(table, ColumnWishes.parse(wishes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void saysWhichColumnIsEmpty() {
    assertThatThrownBy(
            () ->
                ColumnInference.columns(
                    table(List.of("a", "note"), List.of("1", ""), List.of("2", "")),
                    ColumnWishes.NONE))
        .hasMessage(
            "column \"note\" of table.csv is empty in all 2 rows; leave it out with --columns \"note:skip\"");
  }

  @Test
  void saysWhichColumnHasTooManyCategories() {
    assertThatThrownBy(
            () -> only(IntStream.range(0, 101).mapToObj(i -> "name" + i).toArray(String[]::new)))
        .hasMessage(
            "column \"x\" of table.csv holds 101 different texts, such as \"name0\" and \"name99\"; a categorical"
                + " column may have 100, leave it out with --columns \"x:skip\"");
  }

  private static ColumnSpec only(String... cells) {
    List<List<String>> rows = new ArrayList<>();
    Arrays.stream(cells).forEach(cell -> rows.add(List.of(cell)));
    return ColumnInference.columns(
            new TextTable("table.csv", List.of("x"), rows), ColumnWishes.NONE)
        .get(0);
  }

  @SafeVarargs
  private static TextTable table(List<String> header, List<String>... rows) {
    List<List<String>> all = new ArrayList<>();
    for (List<String> row : rows) {
      all.add(row);
    }
    return new TextTable("table.csv", header, all);
  }
}
