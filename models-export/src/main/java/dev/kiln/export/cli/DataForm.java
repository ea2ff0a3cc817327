package dev.kiln.export.cli;

import dev.kiln.export.data.DrawnDigits;
import dev.kiln.export.data.IdxImages;
import dev.kiln.export.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A form that --data takes. All of them stand in {@link #ALL}; what reads the data is a class of
 * package {@code data}.
 *
 * @param syntax what to type, such as {@code idx:IMAGES,LABELS}
 * @param meaning what that is
 * @param opener how to open it
 */
record DataForm(String syntax, String meaning, Opener opener) {
  /** How many different digits are drawn. */
  private static final int DRAWN = 60_000;

  /** Every form, in the order in which help and errors list them. */
  static final List<DataForm> ALL =
      List.of(
          new DataForm(
              "drawn",
              "digits that Kiln draws itself, 28 x 28, grey, ten classes",
              (rest, seed) ->
                  new TrainingData(DrawnDigits.of(seed, DRAWN, Split.TRAIN), "drawn-digits")),
          new DataForm("idx:IMAGES,LABELS", "a pair of IDX files, as MNIST's", DataForm::idx));

  /** Opens a data set of one form. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it.
     *
     * @param rest what stands behind the colon
     * @param seed of what is drawn
     */
    TrainingData open(String rest, long seed) throws IOException;
  }

  /** The form of a description. */
  static DataForm of(String description) {
    String kind = kind(description);
    return ALL.stream()
        .filter(form -> kind(form.syntax).equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--data must be "
                        + ALL.stream().map(DataForm::syntax).collect(Collectors.joining(" or "))
                        + ", was \""
                        + description
                        + "\""));
  }

  /** What stands before the colon, with it; everything where there is none. */
  private static String kind(String description) {
    return description.substring(0, description.indexOf(':') + 1).isEmpty()
        ? description
        : description.substring(0, description.indexOf(':') + 1);
  }

  /** Opens the data set that a description of this form names. */
  TrainingData open(String description, long seed) throws IOException {
    return opener.open(description.substring(kind(description).length()), seed);
  }

  private static TrainingData idx(String rest, long seed) throws IOException {
    String[] files = rest.split(",", -1);
    if (files.length != 2) {
      throw new IllegalArgumentException(
          "idx: takes two files with a comma between, IMAGES,LABELS, was \"" + rest + "\"");
    }
    Path images = Path.of(files[0]);
    return new TrainingData(
        IdxImages.read(images, Path.of(files[1])), "idx " + images.getFileName());
  }
}
