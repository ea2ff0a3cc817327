package dev.kiln.export.data.table;

import dev.kiln.export.data.Holdout;
import java.util.Arrays;
import java.util.List;

/**
 * A table in two parts, before its columns are inferred, so that nothing of the one is known of the
 * other.
 *
 * @param learned the rows to learn from
 * @param heldOut the others
 */
public record TableParts(TextTable learned, TextTable heldOut) {

  /** Parts a table. */
  public static TableParts of(TextTable table, Holdout holdout) {
    int size = table.rows().size();
    return new TableParts(
        rows(table, holdout.trainingPlaces(size)), rows(table, holdout.heldOutPlaces(size)));
  }

  private static TextTable rows(TextTable table, int... places) {
    List<List<String>> rows = Arrays.stream(places).mapToObj(table.rows()::get).toList();
    return new TextTable(table.name(), table.header(), rows);
  }
}
