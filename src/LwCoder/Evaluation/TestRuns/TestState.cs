using System.Text.Json;
using System.Text.Json.Serialization;
using LwCoder.Platform.Files;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// What one side's tests said, kept whole as soon as it is known: an interrupted comparison goes on from it, and one of the
/// same change has nothing left to run.
/// </summary>
internal static class TestState
{
    public static string NameOf(TestSide side) => $"test_cases_{TestSideWords.Of(side)}.json";

    /// <returns>Null when there is none of the same tests.</returns>
    public static TestResults? Read(
        EvaluationFolder folder, TestSide side, TestCommand command, string sandbox, string baseSha, string? patchSha256)
    {
        try
        {
            using var file = File.OpenRead(folder.In(NameOf(side)));
            return JsonSerializer.Deserialize(file, TestStateJson.Default.TestResults)
                    is { Cases: not null, Flaky: not null } known
                && known.Command == command.Text && known.Sandbox == sandbox
                && known.BaseSha == baseSha && known.PatchSha256 == patchSha256
                ? known
                : null;
        }
        catch (Exception none) when (none is FileNotFoundException or JsonException)
        {
            // One of an older lw_coder is as good as none: the tests can be run again.
            return null;
        }
    }

    public static void Write(EvaluationFolder folder, TestSide side, TestResults results) => AtomicFile.WriteBytes(
        folder.In(NameOf(side)), JsonSerializer.SerializeToUtf8Bytes(results, TestStateJson.Default.TestResults), OwnerOnly.File);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TestResults))]
internal sealed partial class TestStateJson : JsonSerializerContext;
