package dev.kiln.export.recipe;

import dev.kiln.export.data.table.Table;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.generation.output.CsvText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Rows that a recipe makes, as preview.csv. */
public final class TablePreview implements Preview {
  private static final int ROWS = 50;

  private final Recipe recipe;
  private final Table table;

  /** Rows of what the recipe makes, with the columns of the table that it learns from. */
  public TablePreview(Recipe recipe, Table table) {
    this.recipe = recipe;
    this.table = table;
  }

  @Override
  public String file() {
    return "preview.csv";
  }

  @Override
  public void write(Path directory, long seed) throws IOException {
    float[] rows = TorchScope.scoped(() -> recipe.preview(Map.of(), ROWS, seed));
    StringBuilder text = new StringBuilder(CsvText.header(table.columns()));
    for (int i = 0; i < ROWS; i++) {
      text.append(
          CsvText.row(table.columns(), table.codec().decode(rows, i * table.codec().width())));
    }
    Files.writeString(directory.resolve(file()), text);
  }
}
