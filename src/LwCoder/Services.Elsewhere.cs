using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Platform.Logging;
using LwCoder.Platform.Processes;

namespace LwCoder;

/// <summary>The same doors, in another folder and without a person.</summary>
internal partial class Services
{
    /// <param name="Folder">The working directory.</param>
    /// <param name="CacheDirectory">Where models' answers are kept.</param>
    private sealed record Elsewhere(string Folder, string CacheDirectory)
    {
        /// <summary>In place of the configured models; null for the same as here.</summary>
        public ILanguageModels? Models { get; init; }

        /// <summary>Null for the same as here.</summary>
        public TextWriter? Out { get; init; }
        public TextWriter? Error { get; init; }

        /// <summary>Whether what the user trusts there is kept: not of a repository that is soon gone.</summary>
        public bool RemembersTrust { get; init; } = true;
    }

    private sealed class ServicesElsewhere(Services real, Elsewhere place, CancellationToken cancel) : Services
    {
        public override TextWriter Out => place.Out ?? real.Out;
        public override Stream OpenRawOut() => real.OpenRawOut();
        public override bool OutIsTerminal => real.OutIsTerminal;
        public override TextWriter Error => place.Error ?? real.Error;
        public override bool HasTerminal => false;
        public override ActivityLog Log => real.Log;
        public override TimeProvider Time => real.Time;
        public override IReadOnlyDictionary<string, string> Environment =>
            field ??= new Dictionary<string, string>(real.Environment, EnvironmentVariables.Comparer)
            {
                [WorktreeCache.Variable] = place.CacheDirectory,
            };
        public override IProcessRunner Processes => real.Processes;
        public override CancellationToken Cancelled => cancel;
        public override string WorkingDirectory => place.Folder;
        public override ILanguageModels? GivenModels => place.Models ?? real.GivenModels;
        public override IAgent FindAgent(string tool) => real.FindAgent(tool);
        protected override TrustStore? Trusted => place.RemembersTrust ? real.Trusted : null;
    }
}
