package dev.kiln.generation.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ColumnType;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowCodecTest {

  private static final ColumnSpec AGE =
      new ColumnSpec(
          "age", ColumnType.INTEGER, true, null, List.of(), List.of(18.0, 30.0, 41.0, 90.0));
  private static final ColumnSpec SPEND =
      new ColumnSpec(
          "spend",
          ColumnType.REAL,
          false,
          2,
          List.of(),
          List.of(0.0, 0.0, 0.0, 12.5, 40.0, 99.99, 1250.75));
  private static final ColumnSpec PLAN =
      new ColumnSpec(
          "plan", ColumnType.CATEGORICAL, true, null, List.of("free", "basic", "7"), List.of());
  private static final ColumnSpec CHURNED =
      new ColumnSpec("churned", ColumnType.BOOLEAN, false, null, List.of(), List.of());

  private final RowCodec codec = new RowCodec(List.of(AGE, SPEND, PLAN, CHURNED));

  @Test
  void aRowComesBackAsItWas() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("age", random.nextInt(5) == 0 ? null : 18L + random.nextInt(73));
      row.put("spend", random.nextInt(3) == 0 ? 0.0 : random.nextInt(125_076) / 100.0);
      row.put("plan", random.nextInt(5) == 0 ? null : PLAN.categories().get(random.nextInt(3)));
      row.put("churned", random.nextBoolean());
      float[] vector = new float[codec.width() + 3];

      codec.encode(row, vector, 3);

      assertThat(codec.decode(vector, 3)).isEqualTo(row);
      assertThat(vector).startsWith(0, 0, 0).doesNotContain(Float.NaN);
    }
  }

  @Test
  void anyColumnsComeBackAsTheyWere() {
    Random random = new Random(11);
    for (int table = 0; table < 200; table++) {
      List<ColumnSpec> columns =
          IntStream.rangeClosed(0, random.nextInt(6)).mapToObj(i -> column(i, random)).toList();
      RowCodec any = new RowCodec(columns);
      for (int i = 0; i < 50; i++) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        columns.forEach(column -> row.put(column.name(), value(column, random)));
        float[] vector = new float[any.width()];

        any.encode(row, vector, 0);

        assertThat(any.decode(vector, 0)).isEqualTo(row);
      }
    }
  }

  private static ColumnSpec column(int index, Random random) {
    ColumnType type = List.of(ColumnType.values()).get(random.nextInt(4));
    List<String> categories = new ArrayList<>();
    if (type == ColumnType.CATEGORICAL) {
      IntStream.rangeClosed(0, random.nextInt(20)).forEach(i -> categories.add("c" + i));
    }
    List<Double> knots =
        type.isNumber()
            ? DoubleStream.generate(() -> Math.rint(random.nextGaussian() * 50))
                .limit(2 + random.nextInt(60))
                .sorted()
                .boxed()
                .toList()
            : List.of();
    return new ColumnSpec(
        "column " + index,
        type,
        random.nextBoolean(),
        type == ColumnType.REAL ? 3 : null,
        categories,
        knots);
  }

  private static @Nullable Object value(ColumnSpec column, Random random) {
    if (column.nullable() && random.nextInt(4) == 0) {
      return null;
    }
    return switch (column.type()) {
      case BOOLEAN -> random.nextBoolean();
      case CATEGORICAL -> column.categories().get(random.nextInt(column.categories().size()));
      case INTEGER -> Math.round(between(column.knots(), random));
      case REAL -> Math.round(between(column.knots(), random) * 1000) / 1000.0;
    };
  }

  private static double between(List<Double> knots, Random random) {
    double low = knots.get(0);
    return low + (knots.get(knots.size() - 1) - low) * random.nextDouble();
  }

  @Test
  void aValueThatManyRowsShareIsReadFromItsWholeStretch() {
    float[] vector = new float[codec.width()];
    codec.encode(row(40L, 0.0, "free", true), vector, 0);

    assertThat(vector[2]).isEqualTo(-2f); // the knots 0, 1 and 2 of 6 hold 0: the middle is 1
    vector[2] = -1.01f;
    assertThat(codec.decode(vector, 0)).containsEntry("spend", 0.0);
    vector[2] = -0.5f; // halfway between the knots 2 and 3
    assertThat(codec.decode(vector, 0)).containsEntry("spend", 6.25);
  }

  @Test
  void everyVectorIsARowWithinTheTable() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      float[] vector = new float[codec.width()];
      for (int v = 0; v < vector.length; v++) {
        vector[v] = (float) random.nextGaussian() * 10;
      }
      Map<String, @Nullable Object> row = codec.decode(vector, 0);
      Object age = row.get("age");
      assertThat(age == null || ((Long) age >= 18 && (Long) age <= 90)).isTrue();
      assertThat((Double) row.get("spend")).isBetween(0.0, 1250.75);
      assertThat(row.get("plan")).isIn(null, "free", "basic", "7");
      assertThat(row.get("churned")).isInstanceOf(Boolean.class);
    }
  }

  @Test
  void aGivenColumnIsKnownAndTheOthersAreNot() {
    Map<String, @Nullable Object> given = new HashMap<>();
    given.put("plan", 7L);
    given.put("age", null);
    KnownColumns known = codec.known(given);

    assertThat(known.mask().values()).containsExactly(0, 1, 0, 1, 1, 1, 1, 0);
    assertThat(known.values().values()).containsExactly(0, -1, 0, -1, -1, 1, -1, 0);
  }

  @Test
  void givenValuesComeBackExactly() {
    FloatTensor made = new FloatTensor(Shape.of(codec.width()), new float[codec.width()]);

    assertThat(codec.decode(made, Map.of("spend", 17.123456789, "age", 33)))
        .containsEntry("spend", 17.123456789)
        .containsEntry("age", 33L)
        .containsOnlyKeys("age", "spend", "plan", "churned");
  }

  @Test
  void saysWhatIsWrongWithAGivenColumn() {
    assertWrong(
        Map.of("agee", 3), "there is no column \"agee\", there are age, spend, plan, churned");
    assertWrong(
        Map.of("age", "forty"),
        "column \"age\" must be a whole number between 18 and 90, was \"forty\"");
    assertWrong(
        Map.of("age", 40.5), "column \"age\" must be a whole number between 18 and 90, was 40.5");
    assertWrong(
        Map.of("age", 130L), "column \"age\" must be a whole number between 18 and 90, was 130");
    assertWrong(
        Map.of("spend", Double.NaN),
        "column \"spend\" must be a number between 0 and 1250.75, was NaN");
    assertWrong(
        Map.of("plan", "gold"), "column \"plan\" must be one of free, basic, 7, was \"gold\"");
    assertWrong(Map.of("churned", 1), "column \"churned\" must be true or false, was 1");
  }

  private void assertWrong(Map<String, Object> given, String sentence) {
    assertThatThrownBy(() -> codec.known(given)).hasMessage(sentence);
  }

  @Test
  void aRowOfTheTableMayLackOnlyWhatCanBeMissing() {
    assertThatThrownBy(() -> codec.encode(Map.of("age", 40L), new float[codec.width()], 0))
        .hasMessage("column \"spend\" must have a value in every row");
  }

  @Test
  void cardsWhoseColumnsCannotBeAreRefused() {
    assertThatThrownBy(
            () -> new SampleSpec(SampleKind.ROW, Shape.of(5), List.of(-3.0, 3.0), List.of(PLAN)))
        .hasMessage("the columns fill 4 places, sample.shape is [5]");
    assertThatThrownBy(
            () ->
                new SampleSpec(
                    SampleKind.ROW, Shape.of(2), List.of(-3.0, 3.0), List.of(CHURNED, CHURNED)))
        .hasMessage("sample.columns names churned twice");
    assertThatThrownBy(
            () -> new SampleSpec(SampleKind.ROW, Shape.of(2), List.of(-3.0, 3.0), List.of()))
        .hasMessage("a row has columns and nothing else has, sample.columns names 0");
    assertThatThrownBy(
            () ->
                new ColumnSpec(
                    "x", ColumnType.REAL, false, null, List.of(), List.of(1.0, 3.0, 2.0)))
        .hasMessage("the knots of column x must be numbers that do not fall, knot 2 is 2.0");
    assertThatThrownBy(
            () -> new ColumnSpec("x", ColumnType.CATEGORICAL, false, null, List.of(), List.of()))
        .hasMessage(
            "column x is categorical and has 0 categories; a categorical column has at least one,"
                + " others have none");
  }

  private static Map<String, Object> row(long age, double spend, String plan, boolean churned) {
    return Map.of("age", age, "spend", spend, "plan", plan, "churned", churned);
  }
}
