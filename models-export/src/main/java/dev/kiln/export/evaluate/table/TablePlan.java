package dev.kiln.export.evaluate.table;

import dev.kiln.export.data.table.Table;
import dev.kiln.export.evaluate.EvaluationPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to hold against what.
 *
 * @param samples which generator, how many rows, how made
 * @param learned the real rows that the generator learned from
 * @param heldOut the real rows that it did not
 * @param targets the columns that models are to predict, or null for every column in turn
 * @param dataOption how a command names the data, with {@code --holdout} where it is not the
 *     default
 */
public record TablePlan(
    EvaluationPlan samples,
    Table learned,
    Table heldOut,
    @Nullable List<String> targets,
    String dataOption) {}
