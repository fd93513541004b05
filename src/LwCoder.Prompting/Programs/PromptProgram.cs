using System.Text;
using System.Text.Json;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Programs;

/// <summary>
/// What was learned about a module, as readable JSON: instructions and demos of each predictor, not its code, its model
/// or any key. Predictors and fields are matched by name, so that reordering code does not mix them up.
/// </summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Predictors">The predictors.</param>
/// <param name="Provenance">Where it comes from.</param>
public sealed record PromptProgram(string Name, IReadOnlyList<SavedPredictor> Predictors, Provenance Provenance)
{
    /// <summary>Takes a module's present state.</summary>
    public static PromptProgram From(PromptModule module, string name, Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new PromptProgram(name, [.. module.Predictors.Select(Save)], provenance);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ProgramException">It is not a program; the message names the file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PromptProgram Load(string path)
    {
        var text = File.ReadAllText(path);
        try
        {
            return FromJson(text);
        }
        catch (ProgramException error)
        {
            throw new ProgramException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Reads JSON.</summary>
    /// <exception cref="ProgramException">It is not a program.</exception>
    public static PromptProgram FromJson(string json)
    {
        try
        {
            return ProgramJson.Read(FieldValues.FromJson(json));
        }
        catch (Exception error) when (error is JsonException or FieldException or KeyNotFoundException or FormatException)
        {
            throw new ProgramException($"This is not a saved program: {error.Message}", error);
        }
    }

    /// <summary>The program as indented JSON.</summary>
    public string ToJson() => ProgramJson.Write(this);

    /// <summary>Writes a file, which is seen either as it was or as it will be.</summary>
    public void SaveTo(string path)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, ToJson() + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The module with what was learned.</summary>
    /// <exception cref="ProgramException">Predictors or fields differ; the message names them.</exception>
    public PromptModule ApplyTo(PromptModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        RequireSame($"the predictors of {Name}", [.. Predictors.Select(saved => saved.Name)],
            [.. module.Predictors.Select(p => p.Name)]);
        return module.Replace(predict => Apply(Predictors.First(saved => saved.Name == predict.Name), predict));
    }

    private static SavedPredictor Save(Predict predict) => new(
        predict.Name,
        predict.Signature.Instructions,
        [.. predict.Signature.Inputs.Select(field => field.Name)],
        [.. predict.Signature.Outputs.Select(field => field.Name)],
        predict.Options.Demos);

    private static Predict Apply(SavedPredictor saved, Predict predict)
    {
        RequireSame($"the inputs of {saved.Name}", saved.Inputs, [.. predict.Signature.Inputs.Select(field => field.Name)]);
        RequireSame($"the outputs of {saved.Name}", saved.Outputs, [.. predict.Signature.Outputs.Select(field => field.Name)]);
        try
        {
            return predict.WithInstructions(saved.Instructions).WithOptions(predict.Options with { Demos = saved.Demos });
        }
        catch (FieldException error)
        {
            throw new ProgramException($"A demo of {saved.Name} does not fit: {error.Message}", error);
        }
    }

    private static void RequireSame(string what, IReadOnlyList<string> saved, IReadOnlyList<string> present)
    {
        if (saved.Except(present).ToList() is { Count: > 0 } gone)
        {
            throw new ProgramException(
                $"The saved program and the code differ in {what}: the code has no {string.Join(", ", gone)}.");
        }
        if (present.Except(saved).ToList() is { Count: > 0 } added)
        {
            throw new ProgramException(
                $"The saved program and the code differ in {what}: the program has no {string.Join(", ", added)}.");
        }
    }
}
