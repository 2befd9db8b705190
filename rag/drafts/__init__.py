"""The proposal's versions: drafted, declared final, compared, exported, checked."""
