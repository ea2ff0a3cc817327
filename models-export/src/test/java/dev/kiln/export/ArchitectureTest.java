package dev.kiln.export;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows inside training and export. */
class ArchitectureTest {
  private static final String ROOT = "dev.kiln.export.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.kiln.export");

  @Test
  void networksAreWrittenOverOpsAndUsedByRecipesAndExport() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("ops")
        .definedBy(ROOT + "ops..")
        .layer("graph")
        .definedBy(ROOT + "graph..")
        .layer("nets")
        .definedBy(ROOT + "nets")
        .layer("data")
        .definedBy(ROOT + "data..")
        .layer("recipe")
        .definedBy(ROOT + "recipe")
        .layer("export")
        .definedBy(ROOT + "export")
        .layer("evaluate")
        .definedBy(ROOT + "evaluate..")
        .layer("cli")
        .definedBy(ROOT + "cli")
        .withOptionalLayers(true)
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("evaluate")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("export")
        .mayOnlyBeAccessedByLayers("evaluate", "cli")
        .whereLayer("recipe")
        .mayOnlyBeAccessedByLayers("evaluate", "cli")
        .whereLayer("data")
        .mayOnlyBeAccessedByLayers("recipe", "evaluate", "cli")
        .whereLayer("graph")
        .mayOnlyBeAccessedByLayers("export", "evaluate", "cli")
        .whereLayer("nets")
        .mayOnlyBeAccessedByLayers("recipe", "export", "evaluate", "cli")
        .check(CLASSES);
  }

  @Test
  void onlyOpsAndRecipesTouchPyTorch() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "ops.torch", ROOT + "recipe")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void knowsNothingOfKafka() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.kiln.streams..", "dev.kiln.connect..", "dev.kiln.schemas..", "org.apache.kafka..")
        .check(CLASSES);
  }
}
