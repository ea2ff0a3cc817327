package dev.kiln.export.cli;

import picocli.CommandLine.Command;

/** Groups the recipes. */
@Command(
    name = "train",
    description = {
      "Trains a generator and writes it as a directory that Kiln serves.",
      "",
      "The order in which the shipped generators were made:",
      "  kiln train ddpm --out models/digits-ddpm",
      "  kiln train consistency --teacher models/digits-ddpm/1 --out models/digits-consistency",
      "  kiln train gan --batch 32 --out models/digits-gan"
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "RECIPE",
    subcommands = {
      DdpmCommand.class,
      ScoreSdeCommand.class,
      FlowMatchingCommand.class,
      ConsistencyCommand.class,
      GanCommand.class,
      TableDiffusionCommand.class,
      TableVaeCommand.class,
      VaeCommand.class,
      AutoencoderCommand.class,
      LatentDiffusionCommand.class,
      JudgeCommand.class
    })
final class TrainCommand {}
