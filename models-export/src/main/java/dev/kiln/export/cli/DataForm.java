package dev.kiln.export.cli;

import dev.kiln.export.data.DrawnDigits;
import dev.kiln.export.data.IdxImages;
import dev.kiln.export.data.ImageWish;
import dev.kiln.export.data.InMemoryImages;
import dev.kiln.export.data.Split;
import dev.kiln.export.data.folder.ImageFolder;
import dev.kiln.export.data.shapes.CaptionedShapes;
import dev.kiln.export.data.table.ColumnWishes;
import dev.kiln.export.data.table.Table;
import dev.kiln.export.data.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A form that --data takes. All of them stand in {@link #ALL}; what reads the data is a class of
 * package {@code data}.
 *
 * @param syntax what to type, such as {@code idx:IMAGES,LABELS}
 * @param meaning what that is, for help
 * @param opener how to open it
 */
record DataForm(String syntax, String meaning, Opener opener) {
  /** How many different digits are drawn. */
  private static final int DRAWN = 60_000;

  /** How many different scenes are drawn. */
  private static final int SCENES = 1_000_000;

  /** Every form, in the order in which help and errors list them. */
  static final List<DataForm> ALL =
      List.of(
          new DataForm(
              "drawn",
              "digits that Kiln draws itself: 28 x 28, grey, ten classes",
              DataForm::drawn),
          new DataForm(
              "shapes",
              "captioned shapes that Kiln draws itself: 32 x 32, in colour, for prompts",
              DataForm::shapes),
          new DataForm(
              "idx:IMAGES,LABELS",
              "IDX files, as MNIST's; idx:IMAGES without labels",
              DataForm::idx),
          new DataForm(
              "folder:DIR",
              "PNG and JPEG pictures; each folder inside DIR is a class",
              DataForm::folder),
          new DataForm(
              TableSource.CSV + "FILE",
              "a table whose first line names the columns",
              DataForm::table),
          new DataForm(
              TableSource.CUSTOMERS,
              "a table that Kiln draws itself: 5,000 customers, nine columns",
              DataForm::table));

  /** Opens a data set of one form. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it.
     *
     * @param rest what stands behind the colon
     * @param wish everything that was asked for
     */
    TrainingData open(String rest, DataWish wish) throws IOException;
  }

  /** The form of a description. */
  static DataForm of(String description) {
    return ALL.stream()
        .filter(form -> kind(form.syntax).equals(kind(description)))
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
    int colon = description.indexOf(':');
    return colon < 0 ? description : description.substring(0, colon + 1);
  }

  /** Opens the data set that a wish of this form describes. */
  TrainingData open(DataWish wish) throws IOException {
    String description = wish.description();
    return opener.open(description.substring(kind(description).length()), wish);
  }

  private static TrainingData drawn(String rest, DataWish wish) {
    DrawnDigits digits = DrawnDigits.of(wish.seed(), DRAWN, Split.TRAIN);
    return new TrainingData(
        wish.image().equals(ImageWish.ANY)
            ? digits
            : InMemoryImages.copyOf(digits).fitted("drawn", wish.image()),
        "drawn-digits");
  }

  private static TrainingData shapes(String rest, DataWish wish) {
    if (!wish.image().equals(ImageWish.ANY)) {
      throw new IllegalArgumentException(
          "captioned shapes are drawn in one size and in colour, 32 x 32, and no other");
    }
    if (wish.holdout().share() > 0) {
      throw new IllegalArgumentException(
          "captioned shapes hold out combinations of their own: --holdout is for other data");
    }
    return new TrainingData(
        CaptionedShapes.of(wish.seed(), SCENES, Split.TRAIN), "captioned-shapes");
  }

  private static TrainingData idx(String rest, DataWish wish) throws IOException {
    String[] files = rest.split(",", -1);
    if (files.length > 2 || List.of(files).contains("")) {
      throw new IllegalArgumentException(
          "idx: takes two files with a comma between, IMAGES,LABELS, or IMAGES alone, was \""
              + rest
              + "\"");
    }
    Path file = Path.of(files[0]);
    String name = "idx " + file.getFileName();
    InMemoryImages images;
    if (files.length == 1) {
      images = IdxImages.read(file);
    } else {
      Path labels = Path.of(files[1]);
      images = IdxImages.checked(IdxImages.read(file, labels), labels, wish.classes());
    }
    return new TrainingData(images.fitted(name, wish.image()), name);
  }

  private static TrainingData folder(String rest, DataWish wish) throws IOException {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException("folder: takes a folder, as in folder:pictures");
    }
    ImageFolder folder = ImageFolder.read(Path.of(rest), wish.image());
    return new TrainingData(
        folder.images(),
        "folder " + Path.of(rest).toAbsolutePath().normalize().getFileName(),
        folder.remarks().toArray(String[]::new));
  }

  private static TrainingData table(String rest, DataWish wish) throws IOException {
    TextTable text = TableSource.open(wish.description());
    return new TrainingData(Table.of(text, ColumnWishes.NONE), text.name());
  }
}
