package dev.kiln.export.cli;

import dev.kiln.export.data.Holdout;
import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.TrainingSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The data set that --data names.
 *
 * @param whole all of it
 * @param samples what to learn from: all but what is held out
 * @param name what a card calls it; no path
 * @param remarks what a person should know about it, one sentence each
 * @param holdout what is kept from the training
 */
record TrainingData(
    TrainingSet whole, TrainingSet samples, String name, List<String> remarks, Holdout holdout) {

  /** A data set as its form opens it, all of it to learn from. */
  TrainingData(TrainingSet whole, String name, String... remarks) {
    this(whole, whole, name, List.of(remarks), new Holdout(0));
  }

  /**
   * All of the data set that a description names, as it is.
   *
   * @throws IOException if it cannot be read, with one sentence that says why
   * @throws IllegalArgumentException if there is no such form; the sentence lists those there are
   */
  static TrainingData open(String description, long seed) throws IOException {
    return open(DataForm.of(description), new DataWish(description, seed));
  }

  /**
   * Opens a data set.
   *
   * @throws IOException if it cannot be read, with one sentence that says why
   * @throws IllegalArgumentException if the data cannot be as it is wished, likewise
   */
  static TrainingData open(DataForm form, DataWish wish) throws IOException {
    TrainingData all = form.open(wish);
    return new TrainingData(
        all.whole, wish.holdout().training(all.whole), all.name, all.remarks, wish.holdout());
  }

  /** The same with a share held out, if the user chose none. */
  TrainingData holdingOut(double share) {
    Holdout usual = new Holdout(share);
    return holdout.share() > 0
        ? this
        : new TrainingData(whole, usual.training(whole), name, remarks, usual);
  }

  /** A description for a card: as typed, but files without their folders. */
  static String withoutFolders(String description) {
    int start = description.indexOf(':') + 1;
    return description.substring(0, start)
        + Arrays.stream(description.substring(start).split(",", -1))
            .map(file -> file.replaceFirst("/+$", ""))
            .map(file -> file.substring(file.lastIndexOf('/') + 1))
            .collect(Collectors.joining(","));
  }

  /**
   * What the training never sees.
   *
   * @throws IllegalArgumentException if that is nothing
   */
  TrainingSet heldOut() {
    return holdout.heldOut(whole);
  }

  /**
   * What to learn from, as images.
   *
   * @throws IllegalArgumentException if it is something else
   */
  LabelledImages images() {
    if (samples instanceof LabelledImages images) {
      return images;
    }
    throw new IllegalArgumentException("this recipe learns from images, --data names " + name);
  }
}
