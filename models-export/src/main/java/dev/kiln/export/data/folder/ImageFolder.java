package dev.kiln.export.data.folder;

import dev.kiln.export.data.Grey;
import dev.kiln.export.data.ImageWish;
import dev.kiln.export.data.InMemoryImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a folder. Each folder inside it is a class, named as the folder; without folders
 * inside, the pictures have no classes.
 *
 * <p>A picture that cannot be read is left out and reported. If more than one picture and more than
 * {@value #TOLERATED_PERCENT}% of all cannot be read, the folder is refused.
 *
 * @param images the pictures, in the order of their paths
 * @param remarks what a person should know, one sentence each, such as which pictures were left out
 */
public record ImageFolder(InMemoryImages images, List<String> remarks) {
  private static final int TOLERATED_PERCENT = 5;
  private static final int NAMED = 3;

  /**
   * Reads every picture into memory, on all processors.
   *
   * @throws IOException if there is nothing to read, if too many pictures are damaged, or if they
   *     do not fit the wish; one sentence
   */
  public static ImageFolder read(Path directory, ImageWish wish) throws IOException {
    Listing listing = Listing.of(directory);
    List<Loaded> loaded =
        IntStream.range(0, listing.files().size())
            .parallel()
            .mapToObj(i -> load(listing.files().get(i), wish))
            .toList();
    List<String> remarks = new ArrayList<>(listing.remarks());
    List<Loaded> broken = loaded.stream().filter(l -> l.picture() == null).toList();
    if (!broken.isEmpty()) {
      String sentence = unreadable(directory, broken, loaded.size());
      boolean many = broken.size() * 100L > (long) TOLERATED_PERCENT * loaded.size();
      if (broken.size() == loaded.size() || (broken.size() > 1 && many)) {
        throw new IOException(
            sentence + "; at most " + TOLERATED_PERCENT + "% may be damaged: mend or remove them");
      }
      remarks.add(sentence + "; left out");
    }
    return new ImageFolder(inMemory(directory, listing, loaded, wish), remarks);
  }

  /** A file, with its picture or with why there is none. */
  private record Loaded(Path file, @Nullable Picture picture, String problem) {}

  private static Loaded load(Path file, ImageWish wish) {
    try {
      Picture picture = PictureFile.read(file);
      return new Loaded(file, wish.size() == null ? picture : picture.square(wish.size()), "");
    } catch (IOException e) {
      return new Loaded(file, null, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static String unreadable(Path directory, List<Loaded> broken, int all) {
    StringBuilder sentence = new StringBuilder();
    sentence.append(
        String.format(
            Locale.ROOT,
            "%d of the %d pictures in %s cannot be read: ",
            broken.size(),
            all,
            directory));
    for (int i = 0; i < Math.min(NAMED, broken.size()); i++) {
      Loaded one = broken.get(i);
      sentence
          .append(i == 0 ? "" : ", ")
          .append(directory.relativize(one.file()))
          .append(" (")
          .append(one.problem())
          .append(")");
    }
    return sentence.append(broken.size() > NAMED ? ", and more" : "").toString();
  }

  private static InMemoryImages inMemory(
      Path directory, Listing listing, List<Loaded> loaded, ImageWish wish) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < loaded.size(); i++) {
      Picture picture = loaded.get(i).picture();
      if (picture != null) {
        pictures.add(picture);
        labels.add(listing.labels().get(i));
      }
    }
    checkSizes(directory, loaded);
    boolean grey =
        wish.channels() == null
            ? pictures.parallelStream().allMatch(Picture::grey)
            : wish.channels() == 1;
    int channels = grey ? 1 : 3;
    int side = pictures.get(0).width();
    int length = channels * side * side;
    if ((long) length * pictures.size() > Integer.MAX_VALUE - 8) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the %d pictures in %s take %d MiB at %d x %d; the memory for them ends at 2048 MiB: use a smaller --size",
              pictures.size(),
              directory,
              ((long) length * pictures.size()) >> 20,
              side,
              side));
    }
    byte[] pixels = new byte[length * pictures.size()];
    for (int i = 0; i < pictures.size(); i++) {
      byte[] planes = Grey.channels(pictures.get(i).planes(), 3, channels);
      System.arraycopy(planes, 0, pixels, i * length, length);
    }
    return new InMemoryImages(
        pixels,
        labels.stream().mapToInt(Integer::intValue).toArray(),
        listing.classes(),
        channels,
        side,
        side);
  }

  /** All pictures must have one size, and one that networks take. */
  private static void checkSizes(Path directory, List<Loaded> loaded) throws IOException {
    Path file = directory;
    Picture first = null;
    for (Loaded next : loaded) {
      Picture picture = next.picture();
      if (picture == null) {
        continue;
      }
      if (first == null) {
        file = next.file();
        first = picture;
      } else if (!first.sameSize(picture)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "the pictures in %s differ in size: %s is %d x %d, %s is %d x %d; --size %d crops and scales all of"
                    + " them",
                directory,
                directory.relativize(file),
                first.width(),
                first.height(),
                directory.relativize(next.file()),
                picture.width(),
                picture.height(),
                ImageWish.proposal(
                    Math.min(first.width(), picture.width()),
                    Math.min(first.height(), picture.height()))));
      }
    }
    if (first != null && !ImageWish.fits(first.width(), first.height())) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the pictures in %s are %d x %d; networks take squares whose side is a multiple of 4: --size %d crops and"
                  + " scales them",
              directory,
              first.width(),
              first.height(),
              ImageWish.proposal(first.width(), first.height())));
    }
  }
}
