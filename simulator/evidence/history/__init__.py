"""What a monthly or weekly history says of a company's facts: its judgement, corrected by what was spent and came."""
