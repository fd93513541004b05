namespace LwCoder.Agents;

/// <summary>The agents lw_coder can run, by the word after `--tool`.</summary>
internal static class AgentCatalog
{
}
