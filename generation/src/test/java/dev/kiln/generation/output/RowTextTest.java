package dev.kiln.generation.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ColumnType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowTextTest {

  private static final List<ColumnSpec> COLUMNS =
      List.of(
          new ColumnSpec("a, b", ColumnType.CATEGORICAL, true, null, List.of("x"), List.of()),
          new ColumnSpec("price", ColumnType.REAL, true, 2, List.of(), List.of(0.0, 1e9)),
          new ColumnSpec("raw", ColumnType.REAL, true, null, List.of(), List.of(0.0, 1.0)),
          new ColumnSpec("count", ColumnType.INTEGER, true, null, List.of(), List.of(0.0, 9.0)),
          new ColumnSpec("flag", ColumnType.BOOLEAN, true, null, List.of(), List.of()));

  @Test
  void csvKeepsDecimalsAndQuotesWhatNeedsIt() {
    assertThat(CsvText.header(COLUMNS)).isEqualTo("\"a, b\",price,raw,count,flag\n");
    assertThat(CsvText.row(COLUMNS, row("say \"x\"", 3.5, 1e-7, 4L, true)))
        .isEqualTo("\"say \"\"x\"\"\",3.50,0.0000001,4,true\n");
    assertThat(CsvText.row(COLUMNS, row(" x", 100_000_000.0, 0.25, -1L, false)))
        .isEqualTo("\" x\",100000000.00,0.25,-1,false\n");
    assertThat(CsvText.row(COLUMNS, row(null, null, null, null, null))).isEqualTo(",,,,\n");
  }

  @Test
  void aGivenValueWithMoreDecimalsIsNotCut() {
    assertThat(CsvText.row(COLUMNS, row("x", 1.2345, 0.5, 1L, true))).startsWith("x,1.2345,");
  }

  @Test
  void jsonKeepsTypes() {
    assertThat(RowJson.write(row("x", 3.5, 0.25, 4L, true)))
        .isEqualTo("{\"a, b\":\"x\",\"price\":3.5,\"raw\":0.25,\"count\":4,\"flag\":true}");
    assertThat(RowJson.write(row(null, null, null, null, null)))
        .isEqualTo("{\"a, b\":null,\"price\":null,\"raw\":null,\"count\":null,\"flag\":null}");
  }

  private static Map<String, @Nullable Object> row(@Nullable Object... values) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      row.put(COLUMNS.get(i).name(), values[i]);
    }
    return row;
  }
}
