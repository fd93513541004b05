namespace LwCoder.Agents.Scripted;
internal sealed class ScriptedAgent { public const string Name = "scripted"; }
