package dev.kiln.export.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideTest {
  private static final Path PAGE = Path.of("..", "docs", "guides", "your-own-network.md");
  private static final String FENCE = "```java file RingGenerator.java\n";
  private static final Path SOURCE =
      Path.of("src", "test", "java", "dev", "kiln", "export", "guide", "RingGenerator.java");

  @Test
  void thePageShowsTheCodeThatIsTested() throws IOException {
    String code = Files.readString(SOURCE).replaceFirst("package [^\n]*\n\n", "");
    String page = Files.readString(PAGE);
    if (Boolean.getBoolean("kiln.docs.write")) {
      int start = page.indexOf(FENCE) + FENCE.length();
      page = page.substring(0, start) + code + page.substring(page.indexOf("```", start));
      Files.writeString(PAGE, page);
    }

    assertThat(page)
        .as("docs/guides/your-own-network.md is stale: run docs/refresh")
        .contains(FENCE + code + "```\n");
  }

  @Test
  void theGeneratorOfTheGuideLearnsTheRingAndIsServed(@TempDir Path models) throws IOException {
    RingGenerator.write(models);

    try (Engine engine = Engine.open(models)) {
      assertThat(engine.problems()).isEmpty();
      Outcome outcome =
          engine.submit(GenerationSpec.of("ring").withCount(400).withSeed(7)).outcome().join();
      List<FloatTensor> points = ((Outcome.Generated) outcome).samples();
      double[] radii = points.stream().mapToDouble(p -> radius(p.values())).sorted().toArray();
      // Gaussian noise, from which they start, has a median radius of 1.18 and spreads from 0 to 3.
      assertThat(radii[200]).as("median radius").isBetween(0.62, 0.76);
      assertThat(radii[360] - radii[40]).as("width of the ring").isLessThan(0.25);
      for (int quadrant = 0; quadrant < 4; quadrant++) {
        int wanted = quadrant;
        assertThat(points.stream().filter(p -> quadrant(p.values()) == wanted))
            .as("points in quadrant %d", quadrant)
            .hasSizeBetween(60, 140);
      }
    }
  }

  private static double radius(float... point) {
    return Math.hypot(point[0], point[1]);
  }

  private static int quadrant(float... point) {
    return (point[0] > 0 ? 1 : 0) + (point[1] > 0 ? 2 : 0);
  }
}
