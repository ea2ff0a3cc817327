package dev.kiln.export.evaluate.images;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.evaluate.features.Images;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
   * Splits the data.
   *
   * @param count how many samples there will be; the parts have as many images, or half of the data
   *     if there are not enough
   */
  static RealImages of(LabelledImages set, String name, int count, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, set.size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int[] indices = order.stream().mapToInt(Integer::intValue).toArray();
    int part = Math.min(count, indices.length / 2);
    return new RealImages(
        set,
        name,
        Images.of(set),
        Arrays.copyOf(indices, part),
        Arrays.copyOfRange(indices, part, 2 * part));
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
    long[] found = new long[set.classes()];
    for (int label : all.labels()) {
      found[label]++;
    }
    int[] mix = new int[found.length];
    int left = count;
    for (int c = 0; c < mix.length; c++) {
      mix[c] = (int) (found[c] * count / all.count());
      left -= mix[c];
    }
    int[] byRemainder =
        IntStream.range(0, mix.length)
            .boxed()
            .sorted(
                (a, b) ->
                    Long.compare(found[b] * count % all.count(), found[a] * count % all.count()))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < left; i++) {
      mix[byRemainder[i]]++;
    }
    return mix;
  }
}
