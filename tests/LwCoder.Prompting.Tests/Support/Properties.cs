using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace LwCoder.Prompting.Tests.Support;

internal static class Properties
{
    /// <summary>Tries other cases than usual, to find what these do not.</summary>
    private const string SeedVariable = "LW_CODER_TEST_SEED";

    private static readonly ulong Seed =
        ulong.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var seed)
            ? seed : 20261121;

    /// <summary>The same cases each time, so that no test fails by chance.</summary>
    public static void ShouldHold(this Property property, int cases = 100, int size = 100) =>
        property.Check(Config.QuickThrowOnFailure
            .WithMaxTest(cases)
            .WithEndSize(size)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed), FSharpOption<int>.None))));
}
