package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.recipe.Descent;
import dev.kiln.export.recipe.GanOptions;
import dev.kiln.export.recipe.LearningRate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LearningChoicesTest {

  @Test
  void whatIsNotChosenStaysTheRecipesOwn() {
    LearningChoices none = typed();

    assertThat(none.over(Descent.AUTOENCODER)).isEqualTo(Descent.AUTOENCODER);
    assertThat(none.over(GanOptions.DEFAULT)).isEqualTo(GanOptions.DEFAULT);
    assertThat(none.over(GanOptions.WASSERSTEIN)).isEqualTo(GanOptions.WASSERSTEIN);
  }

  @Test
  void theDiscriminatorKeepsItsLeadOverTheGenerator() {
    GanOptions own = GanOptions.DEFAULT;
    GanOptions chosen = typed("--learning-rate", "6e-4", "--clip", "2").over(own);

    assertThat(chosen.generatorRate()).isEqualTo(new LearningRate(6e-4, 20));
    assertThat(chosen.discriminatorRate().peak()).isCloseTo(8e-4, Offset.offset(1e-12));
    assertThat(chosen.clip()).isEqualTo(2);
    assertThat(chosen.average()).isEqualTo(own.average());
  }

  private static LearningChoices typed(String... arguments) {
    LearningChoices choices = new LearningChoices();
    CommandLine.populateCommand(choices, arguments);
    return choices;
  }
}
