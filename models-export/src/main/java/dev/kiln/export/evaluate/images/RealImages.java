package dev.kiln.export.evaluate.images;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.evaluate.features.Images;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The real data of an evaluation, and two disjoint random parts of it: what samples are held
 * against, and what stands in for perfect samples.
 *
 * @param set the data
 * @param name what a card calls them; no path
 * @param all all images in memory
 * @param reference indices of the images that are compared with
 * @param others as many others, whose figures are the floor
 */
@SuppressWarnings("ArrayRecordComponent")
record RealImages(LabelledImages set, String name, Images all, int[] reference, int[] others) {

  /**
   * Splits the data, each part in the classes' mix of the whole.
   *
   * @param count how many samples there will be; the parts have as many images, or half of the data
   *     if there are not enough
   */
  static RealImages of(LabelledImages set, String name, int count, long seed) {
    Images all = Images.of(set);
    List<Integer> order = new ArrayList<>(IntStream.range(0, set.size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int part = Math.min(count, order.size() / 2);
    int[] mix = mix(all.labels(), set.classes(), part);
    int[] reference = take(order, all.labels(), mix, part);
    int[] others = take(order, all.labels(), mix, part);
    return new RealImages(set, name, all, reference, others);
  }

  /** Takes so many of each class out of the order; of any class where one has run out. */
  private static int[] take(List<Integer> order, int[] labels, int[] mix, int count) {
    int[] wanted = mix.clone();
    List<Integer> taken = new ArrayList<>(count);
    for (int index : order) {
      if (wanted[labels[index]] > 0) {
        wanted[labels[index]]--;
        taken.add(index);
      }
    }
    order.removeAll(new HashSet<>(taken));
    while (taken.size() < count) {
      taken.add(order.remove(order.size() - 1));
    }
    return taken.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many images a part has. */
  int part() {
    return reference.length;
  }

  /**
   * How many samples of each class make the same mix as the data (largest remainders first,
   * Hamilton 1792), so that a difference in the mix does not count as a difference in quality.
   *
   * @param count how many samples in all
   */
  int[] mix(int count) {
    return mix(all.labels(), set.classes(), count);
  }

  private static int[] mix(int[] labels, int classes, int count) {
    long[] found = new long[classes];
    for (int label : labels) {
      found[label]++;
    }
    int[] mix = new int[classes];
    int left = count;
    for (int c = 0; c < classes; c++) {
      mix[c] = (int) (found[c] * count / labels.length);
      left -= mix[c];
    }
    List<Integer> byRemainder = new ArrayList<>(IntStream.range(0, classes).boxed().toList());
    byRemainder.sort(Comparator.comparingLong(c -> -(found[c] * count % labels.length)));
    for (int i = 0; i < left; i++) {
      mix[byRemainder.get(i)]++;
    }
    return mix;
  }

  /** The first samples of each class, as many as make the mix of a part. */
  int[] comparable(Images samples) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, samples.count()).boxed().toList());
    return take(order, samples.labels(), mix(part()), part());
  }
}
