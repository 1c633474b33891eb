"""The rules, one module for each kind of wish: guards, then facts."""
