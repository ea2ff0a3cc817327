package dev.kiln.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

  @TempDir private Path directory;
  private Path config;

  @BeforeEach
  void writeConfig() throws IOException {
    config = directory.resolve("scheduler_config.json");
    Files.writeString(
        config,
        """
        {"_class_name": "HeunDiscreteScheduler", "_diffusers_version": "0.30.0",
         "beta_schedule": "scaled_linear", "skip_prk_steps": true}
        """);
  }

  @Test
  void jsonIsWhatMachinesRead() throws IOException {
    CommandRun run =
        CommandRun.of("plan", "--scheduler-config", config.toString(), "--steps", "3", "--json");

    assertThat(run.code()).isZero();
    JsonNode plan = new ObjectMapper().readTree(run.out());
    assertThat(plan.path("initNoiseSigma").asDouble()).isCloseTo(14.6146, within(1e-4));
    assertThat(plan.path("rows")).hasSize(5);
    JsonNode first = plan.path("rows").path(0);
    assertThat(first.path("t").asDouble()).isEqualTo(999);
    assertThat(first.path("clip").isNull()).isTrue();
    assertThat(first.path("toD").path("x").asDouble()).isEqualTo(1);
    assertThat(first.path("a").has("noise")).isFalse();
    assertThat(first.path("y").path("x").asDouble()).isEqualTo(1);
    assertThat(plan.path("rows").path(1).has("y")).isFalse();
  }

  @Test
  void aFieldOfAnotherClassIsNoted() {
    CommandRun run = CommandRun.of("plan", "--scheduler-config", config.toString());

    assertThat(run.err()).contains("\"skip_prk_steps\" is not a field of HeunDiscreteScheduler");
  }

  @Test
  void theTableShowsWhatEveryCallComputes() {
    CommandRun run =
        CommandRun.of(
            "plan",
            "--scheduler-config",
            config.toString(),
            "--steps",
            "4",
            "--sampler",
            "ddim",
            "--set",
            "eta=0.5");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("ddim (arXiv 2010.02502): 4 calls", "sigma", "within 1", " z");
  }

  @Test
  void theListNamesEverySampler() {
    CommandRun run = CommandRun.of("plan", "--list");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("dpmpp-2m", "UniPCMultistepScheduler", "arXiv 2006.11239");
  }

  @Test
  void thePlotIsAPicture() throws IOException {
    Path plot = directory.resolve("plot.png");
    CommandRun run =
        CommandRun.of(
            "plan",
            "--scheduler-config",
            config.toString(),
            "--sampler",
            "ddim",
            "--sampler",
            "euler",
            "--set",
            "use_karras_sigmas=True",
            "--plot",
            plot.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("blue  ddim", "orange  euler");
    assertThat(run.err()).contains("ddim has no setting use_karras_sigmas");
    assertThat(ImageIO.read(plot.toFile()).getWidth()).isEqualTo(900);
  }

  @Test
  void whatCannotBeDoneIsOneSentence() {
    assertThat(error("--sampler", "eulr")).contains("there is no sampler \"eulr\"; nearest: euler");
    assertThat(error("--steps", "0")).contains("steps must be 1 to");
    assertThat(error("--set", "beta_schedule=wavy")).contains("beta_schedule must be one of");
  }

  private String error(String option, String value) {
    CommandRun run = CommandRun.of("plan", "--scheduler-config", config.toString(), option, value);
    assertThat(run.code()).isEqualTo(1);
    return run.err();
  }
}
