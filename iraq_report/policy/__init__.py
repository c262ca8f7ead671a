"""Policy recommendations: who advises whom to do what, and on which claims it rests."""
