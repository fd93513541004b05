namespace LwCoder.Judges;

/// <summary>The words that stand for our enums in files.</summary>
internal static class Words
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Met => "met",
        Verdict.Partly => "partly",
        Verdict.NotMet => "not_met",
        _ => "unclear",
    };

    public static string Of(EvidencePlace place) => place switch
    {
        EvidencePlace.Change => "change",
        EvidencePlace.Repository => "repository",
        _ => "nowhere",
    };
}
