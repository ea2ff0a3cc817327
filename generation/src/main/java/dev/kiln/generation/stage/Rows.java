package dev.kiln.generation.stage;

/** How conditions become values of a row. */
final class Rows {

  private Rows() {}

  /** The index of a label, or the null label where the request gives none. */
  static long label(Conditions conditions, String condition, Stage stage) {
    Long label = conditions.labels().get(condition);
    if (label != null) {
      return label;
    }
    return nullLabel(stage);
  }

  /** The index that stands for "no condition". */
  static long nullLabel(Stage stage) {
    Integer nullLabel = stage.nullLabel();
    if (nullLabel == null) {
      throw new IllegalStateException(
          "admitted a walk through " + stage.spec().network() + " that needs a label it lacks");
    }
    return nullLabel;
  }
}
