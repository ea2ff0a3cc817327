package dev.kiln.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.engine.TestGenerators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {

  @TempDir private Path directory;
  private Path models = Path.of("models");
  private Path out = Path.of("out");

  @BeforeEach
  void writeGenerators() {
    models = TestGenerators.write(directory.resolve("models"));
    out = directory.resolve("out");
  }

  @Test
  void writesEverySampleAndASheet() throws IOException {
    CommandRun run = generate("--label", "7", "--count", "3", "--seed", "42", "--steps", "5");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(files(out.resolve("tiny-ddpm")))
        .containsExactly(
            "label-7-seed-42-ddim-steps-5-guidance-2-index-00.png",
            "label-7-seed-42-ddim-steps-5-guidance-2-index-01.png",
            "label-7-seed-42-ddim-steps-5-guidance-2-index-02.png");
    Path first = out.resolve("tiny-ddpm/label-7-seed-42-ddim-steps-5-guidance-2-index-00.png");
    assertThat(ImageIO.read(first.toFile()).getWidth()).isEqualTo(4);
    assertThat(ImageIO.read(out.resolve("tiny-ddpm.png").toFile()).getWidth()).isGreaterThan(12);
    assertThat(run.out()).contains("3 samples of tiny-ddpm 1", "5 steps", "seed 42");
  }

  @Test
  void previewsAreFilesBesideTheSamplesAndASheet() throws IOException {
    CommandRun run = generate("--label", "7", "--count", "2", "--steps", "6", "--previews", "2");

    assertThat(run.code()).isZero();
    assertThat(files(out.resolve("tiny-ddpm")))
        .contains(
            "label-7-seed-0-ddim-steps-6-guidance-2-index-01-step-0002.png",
            "label-7-seed-0-ddim-steps-6-guidance-2-index-01-step-0004.png",
            "label-7-seed-0-ddim-steps-6-guidance-2-index-01.png")
        .hasSize(6);
    Path sheet = out.resolve("tiny-ddpm-previews.png");
    assertThat(run.out()).contains("previews " + sheet);
    int one = ImageIO.read(out.resolve("tiny-ddpm.png").toFile()).getWidth() / 2;
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isGreaterThanOrEqualTo(3 * one - 4);
  }

  @Test
  void theSameSeedWritesTheSameFiles() throws IOException {
    generate("--label", "3", "--seed", "9");
    Path file = out.resolve("tiny-ddpm/label-3-seed-9-ddim-steps-10-guidance-2-index-00.png");
    byte[] first = Files.readAllBytes(file);
    Files.delete(file);

    generate("--label", "3", "--seed", "9");

    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void jsonNamesTheSettingsAndTheFiles() throws IOException {
    CommandRun run = generate("--label", "7", "--count", "2", "--json");

    JsonNode made = new ObjectMapper().readTree(run.out());
    assertThat(made.path("steps").asInt()).isEqualTo(10);
    assertThat(made.path("sampler").asText()).isEqualTo("ddim");
    assertThat(made.path("samples")).hasSize(2);
    assertThat(Path.of(made.path("samples").path(0).asText())).isRegularFile();
    assertThat(Path.of(made.path("sheet").asText())).isRegularFile();
  }

  @ParameterizedTest
  @CsvSource({
    "--label, 99, label",
    "--steps, 0, steps",
    "--steps, 10000, steps",
    "--guidance, NaN, guidance",
    "--count, 1000000, count",
    "--previews, -1, previews",
    "--sampler, no-such-sampler, sampler"
  })
  void whatTheGeneratorCannotDoIsOneSentence(String option, String value, String named) {
    CommandRun run =
        option.equals("--label")
            ? generate(option, value)
            : generate("--label", "1", option, value);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("kiln generate: ").contains(named);
    assertThat(out).doesNotExist();
  }

  @Test
  void anUnknownGeneratorIsNamedBesideTheOnesThatAreThere() {
    CommandRun run =
        CommandRun.of("generate", "--generator", "tiny-gam", "--models", models.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("tiny-gam", "tiny-gan").doesNotContain("Exception");
  }

  @Test
  void rowsArePrintedAsCsv() {
    CommandRun run =
        rows("--count", "3", "--row", "plan=pro", "--row", "spend=40.5", "--row", "age=");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("3 samples of tiny-rows 1: ddim, 6 steps");
    assertThat(run.out().lines()).hasSize(4).first().isEqualTo("age,spend,plan,churned");
    assertThat(run.out().lines().skip(1))
        .allMatch(line -> line.matches("\\d+,40\\.50,pro,(true|false)"));
  }

  @Test
  void previewsOfRowsAreNotWrittenAndThatIsSaid() {
    CommandRun run = rows("--count", "2", "--previews", "2");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("Previews are written of pictures only, and tiny-rows makes");
    assertThat(run.out().lines()).hasSize(3);
  }

  @Test
  void rowsArePrintedAsJsonLinesOrGoIntoAFile() throws IOException {
    CommandRun run = rows("--count", "2", "--seed", "5", "--format", "jsonl", "--row", "age=30");
    List<String> lines = run.out().lines().toList();

    assertThat(lines).hasSize(2);
    JsonNode row = new ObjectMapper().readTree(lines.get(0));
    assertThat(row.path("age").isIntegralNumber()).isTrue();
    assertThat(row.path("age").asInt()).isEqualTo(30);
    assertThat(row.path("spend").isFloatingPointNumber()).isTrue();
    assertThat(row.path("churned").isBoolean()).isTrue();

    rows("--count", "2", "--seed", "5", "--format", "jsonl", "--row", "age=30", "--out=" + out);
    assertThat(out.resolve("tiny-rows-seed-5.jsonl")).content().isEqualTo(run.out());
  }

  @Test
  void aWrongColumnIsOneSentence() {
    CommandRun run = rows("--row", "plan=gold");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            "kiln generate: row of tiny-rows: column \"plan\" must be one of free, basic, pro, was \"gold\"");
  }

  @Test
  void theGeneratorIsNamedOnce() {
    CommandRun none = CommandRun.of("generate", "--models=" + models);
    CommandRun two = CommandRun.of("generate", "tiny-gan", "--generator=tiny-ddpm");

    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("say which generator, as ./kiln generators lists them");
    assertThat(two.code()).isEqualTo(2);
    assertThat(two.err()).contains("name one generator, not both tiny-gan and tiny-ddpm");
  }

  private CommandRun rows(String... more) {
    TestGenerators.writeRows(models);
    return CommandRun.of(
        Stream.concat(Stream.of("generate", "tiny-rows", "--models=" + models), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void aPromptSaysWhatToMakeAndNamesTheFiles() throws IOException {
    TestGenerators.writePrompted(models);

    CommandRun run =
        generate("--generator=tiny-text", "--prompt", "big red", "--negative-prompt", "small");

    assertThat(run.err()).isEmpty();
    assertThat(files(out.resolve("tiny-text")))
        .containsExactly("prompt-big_red-seed-0-ddim-steps-10-guidance-2-index-00.png");
    assertThat(
            Files.readAllBytes(
                out.resolve(
                    "tiny-text/prompt-big_red-seed-0-ddim-steps-10-guidance-2-index-00.png")))
        .isNotEqualTo(promptedAlone());
  }

  /** The same without the negative prompt. */
  private byte[] promptedAlone() throws IOException {
    Path file =
        out.resolve("tiny-text/prompt-big_red-seed-0-ddim-steps-10-guidance-2-index-00.png");
    Files.delete(file);
    assertThat(generate("--generator=tiny-text", "--prompt", "big red").code()).isZero();
    return Files.readAllBytes(file);
  }

  @Test
  void aPictureIsVariedOrKeptAsItIs() throws IOException {
    generate("--label", "7", "--seed", "1");
    Path picture = out.resolve("tiny-ddpm/label-7-seed-1-ddim-steps-10-guidance-2-index-00.png");
    byte[] before = Files.readAllBytes(picture);
    Path made = out.resolve("tiny-ddpm/label-7-seed-2-ddim-steps-10-guidance-2-index-00.png");
    String[] from = {"--label", "7", "--seed", "2", "--image=" + picture};

    assertThat(generate(with(from, "--strength", "0")).code()).isZero();
    assertThat(Files.readAllBytes(made)).isEqualTo(before);
    assertThat(generate(with(from, "--strength", "1")).code()).isZero();
    assertThat(Files.readAllBytes(made)).isNotEqualTo(before);
  }

  @Test
  void aPictureThatDoesNotFitIsOneSentence() throws IOException {
    Path text = Files.writeString(directory.resolve("text.png"), "no picture");

    assertThat(generate("--label", "7", "--image=" + text).err().strip())
        .isEqualTo("kiln generate: image is no PNG file that can be read.");
    assertThat(generate("--label", "7", "--image=nowhere.png").err().strip())
        .isEqualTo("kiln generate: There is no file nowhere.png.");
    assertThat(generate("--label", "7", "--strength=0.5").err().strip())
        .isEqualTo("kiln generate: --strength needs --image, the picture to start from.");
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aWordThatTheGeneratorLacksIsNamed() {
    TestGenerators.writePrompted(models);

    CommandRun run = generate("--generator=tiny-text", "--prompt", "a pink cat");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "kiln generate: prompt of tiny-text: it takes at most 2 words, the text has 3");
    assertThat(generate("--generator=tiny-text", "--prompt", "pink cat").err())
        .contains("there is no word \"pink\", there are big, small, red, blue");
  }

  private CommandRun generate(String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("generate", "--models=" + models, "--out=" + out),
                Stream.concat(
                    Stream.of("--generator=tiny-ddpm")
                        .filter(
                            any -> Stream.of(more).noneMatch(m -> m.startsWith("--generator="))),
                    Stream.of(more)))
            .toArray(String[]::new));
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
