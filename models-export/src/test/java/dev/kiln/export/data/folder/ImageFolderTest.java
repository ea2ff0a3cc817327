package dev.kiln.export.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.data.ImageWish;
import dev.kiln.export.data.LabelledImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final int GREY = BufferedImage.TYPE_BYTE_GRAY;
  private static final int COLOUR = BufferedImage.TYPE_INT_RGB;

  @TempDir Path directory;

  @Test
  void takesClassesFromFolders() throws IOException {
    picture("cat/a.png", 8, 8, GREY, 10);
    picture("cat/deeper/b.PNG", 8, 8, GREY, 20);
    picture("dog/a.png", 8, 8, GREY, 30);
    Files.writeString(directory.resolve("dog/notes.txt"), "not a picture");
    Files.createDirectory(directory.resolve("empty"));

    ImageFolder folder = ImageFolder.read(directory, ImageWish.ANY);

    assertThat(folder.images().classNames()).containsExactly("cat", "dog");
    assertThat(folder.images().size()).isEqualTo(3);
    assertThat(folder.images().label(1)).isZero();
    assertThat(folder.images().label(2)).isOne();
    assertThat(folder.images().caption(2)).isEqualTo("dog");
    assertThat(folder.remarks())
        .containsExactly("the folder empty in " + directory + " has no pictures; no class for it");
  }

  @Test
  void sortsClassesThatAreNumbersByNumber() throws IOException {
    for (String name : new String[] {"10", "9", "1"}) {
      picture(name + "/a.png", 4, 4, GREY, 10);
    }

    assertThat(ImageFolder.read(directory, ImageWish.ANY).images().classNames())
        .containsExactly("1", "9", "10");
  }

  @Test
  void hasNoClassesWithoutFolders() throws IOException {
    picture("a.png", 4, 4, GREY, 10);
    picture("b.jpg", 4, 4, GREY, 200);

    LabelledImages images = ImageFolder.read(directory, ImageWish.ANY).images();

    assertThat(images.size()).isEqualTo(2);
    assertThat(images.classes()).isZero();
    assertThat(images.conditions()).isEmpty();
  }

  @Test
  void keepsGreyAsItIsInTheFile() throws IOException {
    picture("a.png", 4, 4, GREY, 102);

    LabelledImages images = ImageFolder.read(directory, ImageWish.ANY).images();

    assertThat(images.channels()).isOne();
    assertThat(pixels(images, 0)).containsOnly(102 / 127.5f - 1);
  }

  @Test
  void readsColourPlaneByPlane() throws IOException {
    picture("a.png", 4, 4, COLOUR, 0xFF6600);

    float[] pixels = pixels(ImageFolder.read(directory, ImageWish.ANY).images(), 0);

    assertThat(pixels).hasSize(48);
    assertThat(Arrays.copyOfRange(pixels, 0, 16)).containsOnly(1f);
    assertThat(Arrays.copyOfRange(pixels, 16, 32)).containsOnly(102 / 127.5f - 1);
    assertThat(Arrays.copyOfRange(pixels, 32, 48)).containsOnly(-1f);
  }

  @Test
  void turnsColourToGreyAndGreyToColourIfAsked() throws IOException {
    picture("a.png", 4, 4, COLOUR, 0x00FF00);

    LabelledImages grey = ImageFolder.read(directory, new ImageWish(null, 1)).images();

    assertThat(pixels(grey, 0)).hasSize(16).containsOnly(150 / 127.5f - 1);
    picture("a.png", 4, 4, GREY, 51);
    LabelledImages colour = ImageFolder.read(directory, new ImageWish(null, 3)).images();
    assertThat(pixels(colour, 0)).hasSize(48).containsOnly(51 / 127.5f - 1);
  }

  @Test
  void cropsToTheMiddleAndScales() throws IOException {
    BufferedImage wide = new BufferedImage(32, 16, COLOUR);
    for (int y = 0; y < 16; y++) {
      for (int x = 8; x < 24; x++) {
        wide.setRGB(x, y, x < 16 ? 0x000000 : 0xFFFFFF);
      }
    }
    ImageIO.write(wide, "png", directory.resolve("wide.png").toFile());
    picture("small.png", 4, 4, GREY, 128);

    LabelledImages images = ImageFolder.read(directory, new ImageWish(8, null)).images();

    assertThat(images.width()).isEqualTo(8);
    assertThat(pixels(images, 0)).hasSize(64).containsOnly(128 / 127.5f - 1);
    float[] half = pixels(images, 1);
    assertThat(half[0]).isCloseTo(-1, within(1e-3f));
    assertThat(half[7]).isCloseTo(1, within(1e-3f));
    assertThat(half[3]).isLessThan(0);
    assertThat(half[4]).isGreaterThan(0);
  }

  @Test
  void leavesOneDamagedPictureOutAndSaysSo() throws IOException {
    picture("a.png", 4, 4, GREY, 1);
    Path cut = picture("b.png", 4, 4, GREY, 2);
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 50));

    ImageFolder folder = ImageFolder.read(directory, ImageWish.ANY);

    assertThat(folder.images().size()).isOne();
    assertThat(folder.remarks())
        .singleElement()
        .asString()
        .isEqualTo(
            "1 of the 2 pictures in "
                + directory
                + " cannot be read: b.png (it is cut short); left out");
  }

  @Test
  void seesThatAJpegIsCutShort() throws IOException {
    picture("a.png", 32, 32, GREY, 1);
    Path cut = picture("b.jpg", 32, 32, GREY, 2);
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length - 8));

    assertThat(ImageFolder.read(directory, ImageWish.ANY).remarks())
        .singleElement()
        .asString()
        .contains("b.jpg (it is cut short)");
  }

  @Test
  void refusesAFolderWithManyDamagedPictures() throws IOException {
    for (int i = 0; i < 20; i++) {
      picture("good%02d.png".formatted(i), 4, 4, GREY, i);
    }
    for (String name : new String[] {"x.png", "y.jpg"}) {
      Files.writeString(directory.resolve(name), "no picture");
    }

    assertThatThrownBy(() -> ImageFolder.read(directory, ImageWish.ANY))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "2 of the 22 pictures in "
                + directory
                + " cannot be read: x.png (it is neither PNG nor JPEG inside), y.jpg (it is neither PNG nor JPEG"
                + " inside); at most 5% may be damaged: mend or remove them");
  }

  @Test
  void asksForASizeWherePicturesDiffer() throws IOException {
    picture("a.png", 40, 30, GREY, 1);
    picture("b.png", 32, 32, GREY, 2);

    assertThatThrownBy(() -> ImageFolder.read(directory, ImageWish.ANY))
        .hasMessage(
            "the pictures in "
                + directory
                + " differ in size: a.png is 40 x 30, b.png is 32 x 32; --size 32 crops and scales all of them");
  }

  @Test
  void asksForASizeThatNetworksTake() throws IOException {
    picture("a.png", 30, 30, GREY, 1);

    assertThatThrownBy(() -> ImageFolder.read(directory, ImageWish.ANY))
        .hasMessage(
            "the pictures in "
                + directory
                + " are 30 x 30; networks take squares whose side is a multiple of 4: --size 32 crops and scales them");
    assertThatThrownBy(() -> new ImageWish(30, null))
        .hasMessage("--size must be a multiple of 4 from 4 to 1024, was 30");
  }

  @Test
  void saysWhatIsWrongWithTheFolder() throws IOException {
    assertThatThrownBy(() -> ImageFolder.read(directory, ImageWish.ANY))
        .hasMessage("there is no PNG or JPEG file in " + directory);

    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> ImageFolder.read(missing, ImageWish.ANY))
        .hasMessage("the folder " + missing + " does not exist");

    Path file = picture("a.png", 4, 4, GREY, 1);
    assertThatThrownBy(() -> ImageFolder.read(file, ImageWish.ANY))
        .hasMessage(file + " is a file; folder: takes a folder of pictures");

    picture("cat/b.png", 4, 4, GREY, 1);
    assertThatThrownBy(() -> ImageFolder.read(directory, ImageWish.ANY))
        .hasMessageContaining("holds folders and pictures side by side, such as a.png");
  }

  private static float[] pixels(LabelledImages images, int index) {
    float[] pixels = new float[images.channels() * images.height() * images.width()];
    images.read(index, pixels, 0);
    return pixels;
  }

  /** A picture of one grey value, or of one colour. */
  private Path picture(String name, int width, int height, int type, int value) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (type == GREY) {
          image.getRaster().setSample(x, y, 0, value);
        } else {
          image.setRGB(x, y, value);
        }
      }
    }
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, name.endsWith("jpg") ? "jpg" : "png", file.toFile());
    return file;
  }
}
